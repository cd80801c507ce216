/** How good a restored frame is, in the measures of the field. */
@NullMarked
package zvrd.metrics;

import org.jspecify.annotations.NullMarked;

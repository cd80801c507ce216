/** What frames show: an embedding of each, differentiable to its pixels. */
@NullMarked
package zvrd.semantic;

import org.jspecify.annotations.NullMarked;

/** Tests against stored results of reference implementations, driven by the files that are there. */
@NullMarked
package zvrd.conformance;

import org.jspecify.annotations.NullMarked;

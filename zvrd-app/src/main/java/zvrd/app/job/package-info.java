/** Clips restored one after the other: where each goes, the restoration itself, and the file beside it that tells where it comes from. */
@NullMarked
package zvrd.app.job;

import org.jspecify.annotations.NullMarked;

/** Laws of the restorers, tried with networks whose answers are known. */
@NullMarked
package zvrd.backbone;

import org.jspecify.annotations.NullMarked;

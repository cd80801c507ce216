/** Restored clips measured beside their reference and by what damaged them. */
@NullMarked
package zvrd.app.measure;

import org.jspecify.annotations.NullMarked;

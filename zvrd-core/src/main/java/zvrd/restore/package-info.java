/** A clip of any length and size through the sampling loop, frame after frame, tile by tile, within a memory budget. */
@NullMarked
package zvrd.restore;

import org.jspecify.annotations.NullMarked;

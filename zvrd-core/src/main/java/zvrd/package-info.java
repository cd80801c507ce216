/** The library: one frame's way from a damaged clip to a restored one. ARCHITECTURE.md draws it. */
@NullMarked
package zvrd;

import org.jspecify.annotations.NullMarked;

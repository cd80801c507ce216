/** How frames move: optical flow both ways between neighbours, warping along it, and where it can be trusted. */
@NullMarked
package zvrd.motion;

import org.jspecify.annotations.NullMarked;

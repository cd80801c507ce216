@NullMarked
package zvrd.motion;

import org.jspecify.annotations.NullMarked;

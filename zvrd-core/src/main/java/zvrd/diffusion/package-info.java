/** Noise and its removal: schedules, spacings and single steps of Gaussian diffusion. Knows no degradation. */
@NullMarked
package zvrd.diffusion;

import org.jspecify.annotations.NullMarked;

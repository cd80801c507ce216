/** One file per paper: how the clean image a diffusion network believes in is pulled to the measurement. */
@NullMarked
package zvrd.backbone;

import org.jspecify.annotations.NullMarked;

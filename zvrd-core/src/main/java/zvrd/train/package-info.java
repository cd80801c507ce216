/** The trainer of small priors: a folder of images to a network that knows noise from pictures. */
@NullMarked
package zvrd.train;

import org.jspecify.annotations.NullMarked;

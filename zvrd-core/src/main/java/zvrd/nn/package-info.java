/** The networks, layer by layer, named as in the published checkpoints. */
@NullMarked
package zvrd.nn;

import org.jspecify.annotations.NullMarked;

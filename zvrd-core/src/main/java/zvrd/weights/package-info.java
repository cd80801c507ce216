/** From a checkpoint file to named tensors, with nothing in the file ever executed; and where checkpoints come from. */
@NullMarked
package zvrd.weights;

import org.jspecify.annotations.NullMarked;

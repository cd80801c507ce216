/** Native memory and its one owner, pixels as tensors, and the numbers that are drawn. */
@NullMarked
package zvrd.tensor;

import org.jspecify.annotations.NullMarked;

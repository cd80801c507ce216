/** Known damage y = A x + n: the operators A with transpose, pseudo-inverse and spectrum, masks, kernels and noise. Knows no network. */
@NullMarked
package zvrd.degradation;

import org.jspecify.annotations.NullMarked;

package zvrd.nn;

import org.bytedeco.pytorch.Tensor;

/**
 * What every layer of one call shares.
 *
 * @param embedding SiLU of the timestep embedding, float32 [B, E]; one row holds for all images
 * @param attention how attention layers attend
 */
record Pass(Tensor embedding, Attention attention) {}

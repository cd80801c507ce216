package zvrd.nn;

import org.bytedeco.pytorch.Tensor;

/** A member of one of the U-Net's blocks. */
sealed interface Layer permits Conv, ResBlock, AttentionBlock, Downsample, Upsample {
    /** x [N, C, H, W], channels last, to the layer's output; the caller keeps x. */
    Tensor forward(Tensor x, Pass pass);
}

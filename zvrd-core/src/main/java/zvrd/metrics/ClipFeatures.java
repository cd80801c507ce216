package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.semantic.Clip;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * CLIP's embedding of frames, prepared as OpenAI does.
 *
 * @param clip closed with this
 */
record ClipFeatures(Clip clip) implements FrameFeatures {
    @Override
    public String name() {
        return clip.name();
    }

    @Override
    public float[] of(Tensor frame) {
        try (var scope = new TensorScope()) {
            return Tensors.toFloats(clip.embedLevels(Levels.of(frame).to(ScalarType.Float)));
        }
    }

    @Override
    public void close() {
        clip.close();
    }
}

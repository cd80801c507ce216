package zvrd.nn;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;

/**
 * The image encoder of CLIP (arXiv:2103.00020), a vision transformer or a ResNet with attention for its last pooling, of
 * whatever size its tensors have; differentiable in the images alone.
 *
 * <p>Owns its parameters until it is closed; calls may run in several threads at once.
 */
public final class ClipVision implements AutoCloseable {
    private final Parameters parameters;
    private final ClipTower tower;

    /** What stands between the two layers of a transformer's perceptrons. */
    public enum Activation {
        /** x·σ(1.702 x), in OpenAI's weights. */
        QUICK_GELU,
        /** x·Φ(x), in most of open_clip's own. */
        GELU;

        Tensor apply(Tensor x) {
            return this == GELU ? torch.gelu(x) : x.mul(x.mul(new Scalar(1.702)).sigmoid());
        }
    }

    /** The size of an encoder that its tensors do not show. */
    record Hidden(int heads, Activation activation) {}

    /** What every kind of encoder offers. */
    sealed interface ClipTower permits ClipTransformer, ClipResNet {
        int resolution();

        Tensor forward(Tensor x, FeatureTap tap);
    }

    private ClipVision(ClipNames names, Hidden hidden) {
        this.parameters = Parameters.constant(names::read, Precision.FLOAT32);
        try {
            this.tower = names.isTransformer()
                    ? new ClipTransformer(parameters, names, hidden)
                    : new ClipResNet(parameters, names, hidden.heads());
            names.refuseUnused();
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /**
     * Reads an encoder by OpenAI's, open_clip's or Hugging Face's names; what else the file has is left alone.
     *
     * <p>Two things are not in the tensors. The heads are taken to be 64 channels wide, as all of OpenAI's are, or as wide as
     * open_clip's largest models have them. The activation is the one the file's metadata has under {@code activation}
     * ({@code gelu} or {@code quick_gelu}); else {@link Activation#GELU} where the file has OpenAI's names in float32, as
     * open_clip writes what it trained itself, and {@link Activation#QUICK_GELU} for halves, as OpenAI published them, and
     * for Hugging Face's names.
     *
     * @throws zvrd.weights.WeightFormatException where there is none, or a tensor is missing, misshapen or not understood
     */
    public static ClipVision of(StateDict weights) {
        ClipNames names = ClipNames.in(weights);
        return new ClipVision(names, new Hidden(names.usualHeads(), names.activation()));
    }

    /** The same with {@code heads} heads in each attention and the given activation, which a ResNet has none of. */
    public static ClipVision of(StateDict weights, int heads, Activation activation) {
        return new ClipVision(ClipNames.in(weights), new Hidden(heads, activation));
    }

    /** Side in pixels of the images it looks at. */
    public int resolution() {
        return tower.resolution();
    }

    /**
     * The embeddings of normalised images, not normalised themselves.
     *
     * @param x [N, 3, R, R], R the {@link #resolution()}
     * @return [N, D], float32, in the caller's scope
     */
    public Tensor forward(Tensor x) {
        return forward(x, FeatureTap.none());
    }

    /** The same; {@code tap} sees the modules' outputs by OpenAI's names, tokens as [N, tokens, width]. */
    public Tensor forward(Tensor x, FeatureTap tap) {
        long side = resolution();
        if (x.dim() != 4 || x.size(1) != 3 || x.size(2) != side || x.size(3) != side) {
            throw new IllegalArgumentException(
                    "images: expected [N, 3, " + side + ", " + side + "], got " + Arrays.toString(x.shape()));
        }
        return TensorScope.compute(() -> tower.forward(x, tap));
    }

    @Override
    public void close() {
        parameters.close();
    }
}

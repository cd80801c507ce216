package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The normalisation behind a convolution of one of RAFT's encoders. */
@FunctionalInterface
interface FeatureNorm {
    double EPSILON = 1e-5;

    Tensor apply(Tensor x);

    /** What an encoder normalises by. */
    enum Kind {
        NONE {
            @Override
            FeatureNorm of(Parameters parameters, int channels) {
                return x -> x;
            }
        },
        /** The image's own mean and variance in each channel. */
        INSTANCE {
            @Override
            FeatureNorm of(Parameters parameters, int channels) {
                return x -> torch.instance_norm(
                        x,
                        new TensorOptional(),
                        new TensorOptional(),
                        new TensorOptional(),
                        new TensorOptional(),
                        true,
                        0,
                        EPSILON,
                        false);
            }
        },
        /** The statistics of the training. */
        BATCH {
            @Override
            FeatureNorm of(Parameters parameters, int channels) {
                Tensor weight = parameters.get("weight", Initial.ONE, channels);
                Tensor bias = parameters.get("bias", Initial.ZERO, channels);
                Tensor mean = parameters.get("running_mean", Initial.ZERO, channels);
                Tensor variance = parameters.get("running_var", Initial.ONE, channels);
                return x -> torch.batch_norm(
                        x,
                        new TensorOptional(weight),
                        new TensorOptional(bias),
                        new TensorOptional(mean),
                        new TensorOptional(variance),
                        false,
                        0,
                        EPSILON,
                        false);
            }
        };

        /** For maps of {@code channels} channels, with what {@code parameters} hold. */
        abstract FeatureNorm of(Parameters parameters, int channels);
    }
}

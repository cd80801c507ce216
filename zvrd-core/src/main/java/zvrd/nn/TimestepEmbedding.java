package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** The timestep, and the class where the network knows classes, as a vector of features. */
public final class TimestepEmbedding {
    private static final double MAX_PERIOD = 10_000;

    private final ComputeDevice device;
    private final int channels;
    private final Linear first;
    private final Linear second;
    private final @Nullable Tensor labelRows; // [classes, E]

    TimestepEmbedding(Parameters parameters, UNetConfig config) {
        this.device = parameters.device();
        this.channels = config.modelChannels();
        int out = config.embeddingChannels();
        this.first = Linear.of(parameters.at("time_embed.0"), channels, out);
        this.second = Linear.of(parameters.at("time_embed.2"), out, out);
        this.labelRows = config.classConditional()
                ? parameters.at("label_emb").get("weight", Initial.NORMAL, UNetConfig.CLASSES, out)
                : null;
    }

    /** One row of features for every timestep, [B, E]; a label for every row where the network knows classes. */
    Tensor forward(double[] timesteps, long @Nullable [] labels) {
        return TensorScope.compute(() -> {
            Tensor waves = device.to(Tensors.of(sinusoids(timesteps, channels), timesteps.length, channels));
            Tensor rows = second.apply(Activations.silu(first.apply(waves)));
            if (labelRows == null) {
                return rows;
            }
            if (labels == null) {
                throw new IllegalArgumentException("this network is class-conditional: a label per image is needed");
            }
            return rows.add(labelRows.index_select(0, device.to(Tensor.create(labels, labels.length))));
        });
    }

    /** Cosines, then sines, of t at {@code channels / 2} falling frequencies; a zero at the end of an odd row. */
    public static float[] sinusoids(double[] timesteps, int channels) {
        int half = channels / 2;
        float[] rows = new float[timesteps.length * channels];
        for (int i = 0; i < half; i++) {
            float frequency = (float) Math.exp((float) (-Math.log(MAX_PERIOD) * i) / half);
            for (int n = 0; n < timesteps.length; n++) {
                float angle = (float) timesteps[n] * frequency; // float32, as the networks were trained
                rows[n * channels + i] = (float) Math.cos(angle);
                rows[n * channels + half + i] = (float) Math.sin(angle);
            }
        }
        return rows;
    }
}

package zvrd.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.TensorScope;

/** CLIP's ResNet: a stem of three convolutions, means before every stride, and attention for the last pooling. */
final class ClipResNet implements ClipVision.ClipTower {
    private static final int STAGES = 4;
    private static final int DOWNSAMPLING = 32;
    private static final int EXPANSION = 4;

    private final int grid;
    private final List<NormedConv> stem;
    private final List<List<Bottleneck>> stages;
    private final AttentionPool pool;

    ClipResNet(Parameters parameters, ClipNames names, int heads) {
        int width = names.size("conv3.weight", 0);
        this.grid = names.grid();
        this.stem = List.of(
                NormedConv.of(parameters, "conv1", "bn1", 3, width / 2, 3, 2),
                NormedConv.of(parameters, "conv2", "bn2", width / 2, width / 2, 3, 1),
                NormedConv.of(parameters, "conv3", "bn3", width / 2, width, 3, 1));
        this.stages = new ArrayList<>();
        int channels = width;
        for (int stage = 0; stage < STAGES; stage++) {
            String prefix = "layer" + (stage + 1) + ".";
            int planes = width << stage;
            var blocks = new ArrayList<Bottleneck>();
            int count = names.count(prefix, ".conv1.weight");
            for (int i = 0; i < count; i++) {
                int stride = i == 0 && stage > 0 ? 2 : 1;
                boolean projected = names.has(prefix + i + ".downsample.0.weight");
                blocks.add(Bottleneck.of(parameters.at(prefix + i), channels, planes, stride, projected));
                channels = planes * EXPANSION;
            }
            stages.add(blocks);
        }
        int outputs = names.size("attnpool.c_proj.weight", 0);
        this.pool = AttentionPool.of(parameters.at("attnpool"), channels, grid, outputs, heads);
    }

    @Override
    public int resolution() {
        return grid * DOWNSAMPLING;
    }

    @Override
    public Tensor forward(Tensor x, FeatureTap tap) {
        Tensor h = x;
        for (NormedConv conv : stem) {
            h = conv.apply(h).relu();
        }
        h = torch.avg_pool2d(h, 2);
        for (int stage = 0; stage < stages.size(); stage++) {
            for (Bottleneck block : stages.get(stage)) {
                h = block.forward(h);
            }
            tap.output("layer" + (stage + 1), h);
        }
        Tensor image = pool.forward(h);
        tap.output("attnpool", image);
        return image;
    }

    /** Three convolutions, the middle one wide; where it strides, means do so behind it and in the shortcut. */
    private record Bottleneck(
            NormedConv in,
            NormedConv wide,
            NormedConv out,
            @Nullable NormedConv shortcut,
            int stride) {

        static Bottleneck of(Parameters parameters, int channels, int planes, int stride, boolean projected) {
            return new Bottleneck(
                    NormedConv.of(parameters, "conv1", "bn1", channels, planes, 1, 1),
                    NormedConv.of(parameters, "conv2", "bn2", planes, planes, 3, 1),
                    NormedConv.of(parameters, "conv3", "bn3", planes, planes * EXPANSION, 1, 1),
                    projected
                            ? NormedConv.of(parameters.at("downsample"), "0", "1", channels, planes * EXPANSION, 1, 1)
                            : null,
                    stride);
        }

        Tensor forward(Tensor x) {
            return TensorScope.compute(() -> {
                Tensor h = strided(wide.apply(in.apply(x).relu()).relu());
                Tensor identity = shortcut == null ? x : shortcut.apply(strided(x));
                return out.apply(h).add(identity).relu();
            });
        }

        private Tensor strided(Tensor x) {
            return stride == 1 ? x : torch.avg_pool2d(x, stride);
        }
    }

    /** The mean of all positions asks all of them, itself included. */
    private record AttentionPool(Tensor positions, Linear q, Linear k, Linear v, Linear out, int heads) {
        static AttentionPool of(Parameters parameters, int channels, int grid, int outputs, int heads) {
            return new AttentionPool(
                    parameters.get("positional_embedding", Initial.ZERO, 1L + grid * grid, channels),
                    Linear.of(parameters.at("q_proj"), channels, channels),
                    Linear.of(parameters.at("k_proj"), channels, channels),
                    Linear.of(parameters.at("v_proj"), channels, channels),
                    Linear.of(parameters.at("c_proj"), channels, outputs),
                    heads);
        }

        Tensor forward(Tensor x) { // [N, C, h, w] -> [N, D]
            return TensorScope.compute(() -> {
                Tensor places = x.flatten(2, -1).transpose(1, 2);
                Tensor mean = places.mean(1).unsqueeze(1);
                Tensor tokens = torch.cat(new TensorVector(mean, places), 1).add(positions);
                Tensor question = q.apply(tokens.narrow(1, 0, 1));
                Tensor answer = PlainAttention.attended(
                        split(question), split(k.apply(tokens)), split(v.apply(tokens))); // [N, heads, 1, ch]
                return out.apply(answer.flatten(1, -1));
            });
        }

        private Tensor split(Tensor x) { // [N, T, C] -> [N, heads, T, ch]
            return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
        }
    }
}

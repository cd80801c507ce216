package zvrd.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.TensorScope;

/** RAFT's feature encoder or context encoder: an image to a map at an eighth of its resolution, by six residual units. */
record RaftEncoder(NormedStep stem, List<ResidualUnit> units, RaftConv head) {
    private static final int UNITS = 2; // in each stage

    static RaftEncoder of(Parameters parameters, RaftSize size, FeatureNorm.Kind norm, int outputs) {
        int channels = size.stages().get(0);
        var stem = new NormedStep(
                RaftConv.strided(parameters.at("conv1"), 3, channels, 7, 2), norm.of(parameters.at("norm1"), channels));
        var units = new ArrayList<ResidualUnit>();
        for (int stage = 0; stage < size.stages().size(); stage++) {
            int out = size.stages().get(stage);
            for (int unit = 0; unit < UNITS; unit++) {
                int stride = unit == 0 && stage > 0 ? 2 : 1;
                Parameters child = parameters.at("layer" + (stage + 1) + "." + unit);
                units.add(
                        size == RaftSize.SMALL
                                ? ResidualUnit.bottleneck(child, norm, channels, out, stride)
                                : ResidualUnit.plain(child, norm, channels, out, stride));
                channels = out;
            }
        }
        return new RaftEncoder(stem, units, RaftConv.of(parameters.at("conv2"), channels, outputs, 1));
    }

    /** x [N, 3, H, W] to [N, outputs, H / 8, W / 8]. */
    Tensor apply(Tensor x) {
        return TensorScope.compute(() -> {
            Tensor h = stem.apply(x).relu_();
            for (ResidualUnit unit : units) {
                h = unit.apply(h);
            }
            return head.apply(h);
        });
    }

    private record NormedStep(RaftConv conv, FeatureNorm norm) {
        static NormedStep of(
                Parameters unit, int number, FeatureNorm.Kind norm, int in, int out, int side, int stride) {
            return new NormedStep(
                    RaftConv.strided(unit.at("conv" + number), in, out, side, stride),
                    norm.of(unit.at("norm" + number), out));
        }

        Tensor apply(Tensor x) {
            return TensorScope.compute(() -> norm.apply(conv.apply(x)));
        }
    }

    /** Convolutions whose result is added to what they saw, which goes through one of its own where the map shrinks. */
    private record ResidualUnit(
            List<NormedStep> steps, @Nullable NormedStep downsample) {
        static ResidualUnit plain(Parameters parameters, FeatureNorm.Kind norm, int in, int out, int stride) {
            return new ResidualUnit(
                    List.of(
                            NormedStep.of(parameters, 1, norm, in, out, 3, stride),
                            NormedStep.of(parameters, 2, norm, out, out, 3, 1)),
                    downsample(parameters, norm, in, out, stride));
        }

        static ResidualUnit bottleneck(Parameters parameters, FeatureNorm.Kind norm, int in, int out, int stride) {
            int narrow = out / 4;
            return new ResidualUnit(
                    List.of(
                            NormedStep.of(parameters, 1, norm, in, narrow, 1, 1),
                            NormedStep.of(parameters, 2, norm, narrow, narrow, 3, stride),
                            NormedStep.of(parameters, 3, norm, narrow, out, 1, 1)),
                    downsample(parameters, norm, in, out, stride));
        }

        private static @Nullable NormedStep downsample(
                Parameters parameters, FeatureNorm.Kind norm, int in, int out, int stride) {
            return stride == 1
                    ? null
                    : new NormedStep(
                            RaftConv.strided(parameters.at("downsample.0"), in, out, 1, stride),
                            norm.of(parameters.at("downsample.1"), out));
        }

        Tensor apply(Tensor x) {
            return TensorScope.compute(() -> {
                Tensor h = x;
                for (NormedStep step : steps) {
                    h = step.apply(h).relu_();
                }
                return h.add_(downsample == null ? x : downsample.apply(x)).relu_();
            });
        }
    }
}

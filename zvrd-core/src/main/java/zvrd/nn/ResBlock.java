package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.TensorScope;

/** Residual block of the ADM U-Net (arXiv:2105.05233), the timestep entering as a scale and a shift, or added. */
final class ResBlock implements Layer {
    private final GroupNorm normIn;
    private final Conv convIn;
    private final Linear timestep;
    private final GroupNorm normOut;
    private final Conv convOut;
    private final @Nullable Conv skip;
    private final Resampling resampling;
    private final boolean scaleShift;

    ResBlock(Parameters parameters, UNetConfig config, int in, int out, Resampling resampling) {
        this.resampling = resampling;
        this.scaleShift = config.scaleShiftNorm();
        this.normIn = GroupNorm.of(parameters.at("in_layers.0"), in);
        this.convIn = Conv.of(parameters.at("in_layers.2"), in, out, 3);
        this.timestep =
                Linear.of(parameters.at("emb_layers.1"), config.embeddingChannels(), scaleShift ? 2 * out : out);
        this.normOut = GroupNorm.of(parameters.at("out_layers.0"), out);
        this.convOut = Conv.zero(parameters.at("out_layers.3"), out, out, 3);
        this.skip = in == out ? null : Conv.of(parameters.at("skip_connection"), in, out, 1);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return TensorScope.compute(() -> {
            Tensor h = TensorScope.compute(() -> convIn.apply(resampling.apply(Activations.silu(normIn.apply(x)))));
            Tensor conditioned = conditioned(h, timestep.apply(pass.embedding()));
            h.close(); // maps of full resolution are the peak of memory
            return convOut.applyOnto(shortcut(x), Activations.silu(conditioned));
        });
    }

    /** x as the sum's other term, in memory of its own. */
    private Tensor shortcut(Tensor x) {
        if (skip != null) {
            return skip.apply(x); // blocks that resample keep their channels
        }
        return resampling == Resampling.NONE ? x.clone() : resampling.apply(x);
    }

    private Tensor conditioned(Tensor h, Tensor time) {
        if (scaleShift) {
            return normOut.apply(h, time);
        }
        Tensor perChannel = time.to(h.scalar_type()).unsqueeze(2).unsqueeze(3); // [B, C, 1, 1]
        return normOut.apply(h.add_(perChannel));
    }
}

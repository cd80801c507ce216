package zvrd.restore;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import zvrd.backbone.BackboneSettings;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.motion.FlowChoice;
import zvrd.temporal.TemporalWish;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.Precision;

/**
 * All that decides a restoration.
 *
 * @param input file, folder of numbered images, or pattern
 * @param reading which part of the input
 * @param output file, folder or pattern
 * @param writing how it is encoded
 * @param operators what damaged the frames
 * @param sigma standard deviation of the measurement's noise in 8-bit levels, 0 for none; empty to estimate it from the clip
 * @param prior the network and the restorer over it
 * @param temporal what ties the frames to each other
 * @param space how the clip is cut
 * @param resources what the machine may spend; never changes the picture, but for the kind of device
 */
public record RestoreRequest(
        Path input,
        ReadOptions reading,
        Path output,
        WriteOptions writing,
        OperatorPlan operators,
        OptionalDouble sigma,
        PriorChoice prior,
        Temporal temporal,
        Space space,
        Resources resources) {
    /**
     * The network and the restorer over it.
     *
     * @param model {@code builtin}, a name in the model store, or a file
     * @param restorer which one, for which task, and how it should work
     * @param seed of all noise
     * @param precision what the network computes in
     */
    public record PriorChoice(String model, BackboneSettings restorer, long seed, Precision precision) {}

    /**
     * What ties the frames to each other.
     *
     * @param wish which of the paper's ideas, and how
     * @param flow what sees their motion
     */
    public record Temporal(TemporalWish wish, FlowChoice flow) {
        /** Every frame by itself. */
        public static final Temporal NONE = new Temporal(TemporalWish.NONE, FlowChoice.DIS);
    }

    /**
     * How the clip is cut.
     *
     * @param tile side of a tile in pixels; empty for the network's own image size
     * @param overlap pixels that neighbouring tiles share; empty for what the restorer usually has: a quarter of a
     *     tile, or half of one where tiles are guided one by one
     * @param window frames restored together, and how many of them the window before restored
     * @param shots whether cuts are looked for, across which nothing is carried
     */
    public record Space(OptionalInt tile, OptionalInt overlap, WindowPlan window, boolean shots) {}

    /**
     * What the machine may spend.
     *
     * @param threads network evaluations at a time
     * @param maxMemory bytes the process may hold, 0 for no limit
     * @param device where the network runs
     */
    public record Resources(int threads, long maxMemory, ComputeDevice device) {}
}

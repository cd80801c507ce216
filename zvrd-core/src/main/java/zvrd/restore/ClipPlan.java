package zvrd.restore;

import java.util.List;
import zvrd.backbone.Backbone;
import zvrd.backbone.Backbones;
import zvrd.backbone.GradientReach;
import zvrd.backbone.Move;
import zvrd.backbone.Patchwise;
import zvrd.degradation.DegradationOperator;
import zvrd.media.Frame;
import zvrd.temporal.EarlyStopping;
import zvrd.temporal.TemporalSettings;
import zvrd.temporal.TemporalTable;
import zvrd.tensor.ComputeDevice;

/**
 * What is settled once for all frames of a clip, from its first frame on.
 *
 * @param backbone the restorer and its moves
 * @param temporal what ties the frames to each other
 * @param windows how many are restored together
 * @param tiles how a restored frame is cut
 * @param noise assumed in the measurement
 * @param width of a restored frame in pixels
 * @param height of a restored frame in pixels
 * @param lanes frames under way at once
 * @param spill whether evaluations that wait for each other leave their skips on disk, which --max-memory decides
 */
public record ClipPlan(
        Backbone backbone,
        TemporalSettings temporal,
        WindowPlan windows,
        TilePlan tiles,
        ClipNoise noise,
        int width,
        int height,
        int lanes,
        boolean spill) {
    /**
     * Settles the plan of {@code request} for frames like {@code first}.
     *
     * @throws zvrd.UserError where the wishes do not fit the frames, each other or the machine
     */
    public static ClipPlan of(RestoreRequest request, Prior prior, Frame first) {
        DegradationOperator operator = request.operators().forFrame(0, first.height(), first.width());
        int width = Math.multiplyExact(first.width(), operator.scale());
        int height = Math.multiplyExact(first.height(), operator.scale());
        ClipNoise noise = ClipNoise.of(request);
        RestoreRequest.Space space = request.space();
        int tile = space.tile().orElse(prior.imageSize());
        int margins = 2 * operator.margin();
        Backbone backbone = Backbones.create(request.prior().restorer(), prior.schedule(), operator, noise.sigma());
        int overlap = space.overlap().orElse(backbone instanceof Patchwise ? tile / 2 : tile / 4);
        var tiles = new TilePlan(height + margins, width + margins, tile, overlap, prior.stride());
        TemporalSettings temporal =
                TemporalTable.settings(request.temporal().wish(), backbone, prior.schedule(), noise.sigma());
        WindowPlan windows = temporal.couplesFrames() ? space.window() : WindowPlan.SINGLE;
        Kept kept = Kept.of(backbone, temporal.attention(), prior.config(), tiles);
        RestoreRequest.Resources resources = request.resources();
        MemoryNeed need =
                need(prior, tiles, backbone, windows, resources.threads()).keeping(kept);
        int alive = alive(temporal, windows.frames(), tiles.count(), resources.threads());
        boolean spill = temporal.couplesFrames() && spills(resources, need, alive, windows.frames());
        int lanes = temporal.couplesFrames() ? 1 : lanes(resources, need, tiles);
        MemoryNeed.requireHeap(Math.max(lanes, windows.frames()), tiles, kept);
        return new ClipPlan(backbone, temporal, windows, tiles, noise, width, height, lanes, spill);
    }

    /** Moves of a frame until sampling stops; those that only go back up to more noise do not ask the network. */
    public int steps() {
        return moves().size();
    }

    /** How often the network is asked about each tile of a frame until sampling stops. */
    public int evaluations() {
        return (int) moves().stream().filter(Move::denoise).count();
    }

    private List<Move> moves() {
        return EarlyStopping.cut(backbone.moves(), temporal.stopAt());
    }

    /**
     * Whether skips wait on disk. Those on a card never do: they are in its own memory, which --max-memory does not bound and
     * the processor cannot write from.
     */
    private static boolean spills(RestoreRequest.Resources resources, MemoryNeed need, int alive, int frames) {
        int computing = Math.min(alive, resources.threads());
        if (resources.device().kind() != ComputeDevice.Kind.CPU) {
            need.requireRoom(computing, frames, resources.maxMemory());
            return false;
        }
        return need.mustSpill(computing, alive, frames, resources.maxMemory());
    }

    /**
     * Frames of a coupled clip go through one lane, a window after the other. Else enough frames are under way that no worker
     * waits while another frame is between two evaluations; fewer in little memory.
     */
    private static int lanes(RestoreRequest.Resources resources, MemoryNeed need, TilePlan tiles) {
        int threads = resources.threads();
        int busy = (threads + tiles.count() - 1) / tiles.count();
        return need.lanes(1 + busy, threads, resources.maxMemory());
    }

    /** Bytes held while this plan is carried out with {@code prior}. */
    public long memory(Prior prior, int threads) {
        int frames = Math.max(lanes, windows.frames());
        int alive = alive(temporal, windows.frames(), tiles.count(), threads);
        Kept kept = Kept.of(backbone, temporal.attention(), prior.config(), tiles);
        MemoryNeed need = need(prior, tiles, backbone, windows, threads).keeping(kept);
        int computing = Math.min(alive, threads);
        return spill ? need.spilled(computing, alive - computing, frames) : need.total(alive, frames);
    }

    private static MemoryNeed need(Prior prior, TilePlan tiles, Backbone backbone, WindowPlan windows, int threads) {
        MemoryNeed need = MemoryNeed.of(prior, tiles.height(), tiles.width(), tiles.tile());
        GradientReach reach = backbone.gradient();
        int together = reach == GradientReach.COUPLED ? windows.frames() : 1;
        return reach == null ? need : need.goingBack(prior, tiles.tile(), threads, together);
    }

    /**
     * Evaluations whose maps are alive at once: frames that look at each other wait for each other, and while they do,
     * those of the tiles to come are begun (see {@link WindowDenoiser}).
     */
    private static int alive(TemporalSettings temporal, int window, int tiles, int threads) {
        if (temporal.attention() == null) {
            return threads;
        }
        return Math.min(window * tiles, window + WindowFactory.PIECES_PER_THREAD * threads - 1);
    }
}

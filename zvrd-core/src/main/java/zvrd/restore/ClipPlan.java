package zvrd.restore;

import java.util.List;
import zvrd.backbone.Backbone;
import zvrd.backbone.Backbones;
import zvrd.backbone.GradientReach;
import zvrd.backbone.Move;
import zvrd.backbone.Patchwise;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.temporal.EarlyStopping;
import zvrd.temporal.TemporalSettings;
import zvrd.temporal.TemporalTable;

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
 * @param load what carrying it out puts on this machine
 * @param carried bytes of noise that go from window to window
 */
public record ClipPlan(
        Backbone backbone,
        TemporalSettings temporal,
        WindowPlan windows,
        TilePlan tiles,
        ClipNoise noise,
        int width,
        int height,
        Load load,
        long carried) {
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
        Task task = request.prior().restorer().task();
        TemporalSettings temporal = TemporalTable.settings(
                request.temporal().wish(),
                backbone,
                task == Task.INPAINT || task == Task.DEBLUR,
                prior.schedule(),
                noise.sigma());
        WindowPlan windows = temporal.couplesFrames() ? space.window() : WindowPlan.SINGLE;
        Kept kept = Kept.of(backbone, temporal.attention(), prior.config(), tiles);
        int moves = EarlyStopping.cut(backbone.moves(), temporal.stopAt()).size();
        long carried = temporal.noise() == null ? 0 : MemoryNeed.carried(moves + 1, windows.overlap(), tiles);
        RestoreRequest.Resources resources = request.resources();
        MemoryNeed need = need(prior, tiles, backbone, windows, resources.threads())
                .keeping(kept)
                .carrying(carried);
        Load load = Load.of(resources, need, temporal, windows, tiles.count());
        MemoryNeed.requireHeap(Math.max(load.lanes(), windows.frames()), tiles, kept, carried);
        return new ClipPlan(backbone, temporal, windows, tiles, noise, width, height, load, carried);
    }

    /** Moves of a frame until sampling stops; those that only go back up to more noise do not ask the network. */
    public int steps() {
        return moves().size();
    }

    /** How often the network is asked about each tile of a frame until sampling stops. */
    public int evaluations() {
        return (int) moves().stream().filter(Move::denoise).count();
    }

    /** The level of noise at which the network is asked when {@code share} of its evaluations are done. */
    int levelAt(double share) {
        return moves().stream()
                .filter(Move::denoise)
                .skip((long) (share * evaluations()))
                .findFirst()
                .orElseThrow()
                .t();
    }

    private List<Move> moves() {
        return EarlyStopping.cut(backbone.moves(), temporal.stopAt());
    }

    private static MemoryNeed need(Prior prior, TilePlan tiles, Backbone backbone, WindowPlan windows, int threads) {
        MemoryNeed need = MemoryNeed.of(prior, tiles.height(), tiles.width(), tiles.tile());
        GradientReach reach = backbone.gradient();
        int together = reach == GradientReach.COUPLED ? windows.frames() : 1;
        return reach == null ? need : need.goingBack(prior, tiles.tile(), threads, together);
    }
}

package zvrd.restore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * A denoiser for frames of any size: overlapping tiles go through the network and are averaged with smooth weights.
 * x̂0 is linear in ε where x_t is given, so averaging ε averages x̂0; the projection that follows sees a seamless frame.
 */
final class TiledDenoiser implements Denoiser {
    private final NetworkWorkers workers;
    private final NoiseSchedule schedule;
    private final TilePlan plan;
    private final List<Tile> tiles;
    private final int tilesAhead;

    /** {@code tilesAhead} pieces at most are under way at once; it bounds memory and cannot change a pixel. */
    TiledDenoiser(NetworkWorkers workers, NoiseSchedule schedule, TilePlan plan, int tilesAhead) {
        this.workers = workers;
        this.schedule = schedule;
        this.plan = plan;
        this.tiles = plan.tiles();
        this.tilesAhead = tilesAhead;
    }

    @Override
    public NoiseSchedule schedule() {
        return schedule;
    }

    /** xt [N, 3, H, W] of the plan's size. */
    @Override
    public Prediction predict(Tensor xt, int t) {
        int frames = (int) xt.size(0);
        if (xt.size(2) != plan.height() || xt.size(3) != plan.width()) {
            throw new IllegalArgumentException("x_t of " + xt.size(3) + "x" + xt.size(2)
                    + " pixels, the tile plan is for " + plan.width() + "x" + plan.height());
        }
        var outputs = new ArrayList<float[]>();
        for (int n = 0; n < frames; n++) {
            outputs.add(blended(pixelsOf(xt, n), t));
        }
        return asPrediction(outputs);
    }

    private static float[] pixelsOf(Tensor xt, int frame) {
        try (var scope = new TensorScope()) {
            return Tensors.toFloats(xt.narrow(0, frame, 1));
        }
    }

    private Prediction asPrediction(List<float[]> outputs) { // each [C, H, W], C = 3 or 6
        int channels = outputs.get(0).length / (plan.height() * plan.width());
        Tensor epsilon = stacked(outputs, 0);
        return new Prediction(epsilon, channels == 6 ? stacked(outputs, 3) : null);
    }

    private Tensor stacked(List<float[]> outputs, int firstChannel) {
        int plane = plan.height() * plan.width();
        return TensorScope.compute(() -> {
            var frames = new TensorVector();
            for (float[] output : outputs) {
                float[] three = Arrays.copyOfRange(output, firstChannel * plane, (firstChannel + 3) * plane);
                frames.push_back(Tensors.of(three, 1, 3, plan.height(), plan.width()));
            }
            return torch.cat(frames, 0);
        });
    }

    private float[] blended(float[] pixels, int t) {
        var underWay = new ArrayDeque<Future<float[]>>();
        float[] output = new float[0];
        int submitted = 0;
        for (Tile tile : tiles) {
            for (; submitted < tiles.size() && underWay.size() < tilesAhead; submitted++) {
                Tile ahead = tiles.get(submitted);
                underWay.add(workers.submit(
                        ahead.cut(pixels, 3, plan.height(), plan.width()), ahead.height(), ahead.width(), t));
            }
            float[] piece = NetworkWorkers.await(underWay.remove());
            int channels = piece.length / (tile.height() * tile.width());
            if (output.length == 0) {
                output = new float[channels * plan.height() * plan.width()];
            }
            tile.blend(piece, output, channels, plan.height(), plan.width());
        }
        return output;
    }
}

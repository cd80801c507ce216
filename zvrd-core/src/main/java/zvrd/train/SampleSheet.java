package zvrd.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;
import zvrd.diffusion.GaussianSteps;
import zvrd.diffusion.NetworkDenoiser;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.TimestepSpacing;
import zvrd.nn.UNet;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** Pictures that a prior draws from pure noise, side by side: what it knows beyond taking a little noise away. */
final class SampleSheet {
    private static final int COLUMNS = 4;
    private static final int EVALUATIONS = 25;
    private static final double ETA = 0.85;

    private SampleSheet() {}

    /** Draws {@value #COLUMNS} pictures of {@code side} pixels, the same noise every time, and writes them as PNG. */
    static void write(Path path, UNet network, NoiseSchedule schedule, int side, ShardWorkers workers) {
        float[][] samples = new float[COLUMNS][];
        workers.run(COLUMNS, column -> {
            try (var scope = new TensorScope();
                    var noGradient = new NoGradGuard()) {
                samples[column] = Tensors.toFloats(sampled(new NetworkDenoiser(network, schedule), column, side));
            }
        });
        var sheet = new BufferedImage(COLUMNS * side, side, BufferedImage.TYPE_INT_RGB);
        for (int column = 0; column < COLUMNS; column++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    sheet.setRGB(column * side + x, y, colour(samples[column], side * side, y * side + x));
                }
            }
        }
        save(sheet, path);
    }

    private static Tensor sampled(NetworkDenoiser denoiser, int frame, int side) { // DDIM, arXiv:2010.02502
        var steps = new GaussianSteps(denoiser.schedule());
        var noise = new NoiseSource(0);
        int[] levels = TimestepSpacing.even(EVALUATIONS, denoiser.schedule().steps() - 1)
                .descending();
        Tensor x = noise.normal(NoiseStream.START, 0, frame, 3, side, side);
        for (int i = 0; i < levels.length; i++) {
            int t = levels[i];
            int s = i + 1 < levels.length ? levels[i + 1] : -1;
            int draw = i;
            Tensor xt = x;
            x = TensorScope.compute(() -> {
                Tensor x0 = clamped(steps.x0(xt, denoiser.predict(xt, t).epsilon(), t));
                Tensor z = noise.normal(NoiseStream.STEP, draw, frame, 3, side, side);
                return steps.ddim(xt, x0, t, s, ETA, z);
            });
        }
        return x;
    }

    private static Tensor clamped(Tensor x0) {
        return x0.clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)));
    }

    private static int colour(float[] planes, int plane, int at) {
        return level(planes[at]) << 16 | level(planes[plane + at]) << 8 | level(planes[2 * plane + at]);
    }

    private static int level(float value) {
        return Math.max(0, Math.min(255, Math.round((value + 1) * 127.5f)));
    }

    private static void save(BufferedImage sheet, Path path) {
        try {
            WholeFile.write(path, channel -> ImageIO.write(sheet, "png", Channels.newOutputStream(channel)));
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    path + ": cannot be written: " + e,
                    "Check that the folder exists, may be written and has space.",
                    e);
        }
    }
}

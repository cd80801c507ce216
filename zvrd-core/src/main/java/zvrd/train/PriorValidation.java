package zvrd.train;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.NetworkDenoiser;
import zvrd.diffusion.NoiseSchedule;
import zvrd.nn.Attention;
import zvrd.nn.UNet;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;

/** Judges a prior on crops from the middle of images that were kept aside: always the same crops and noise. */
final class PriorValidation implements AutoCloseable {
    private static final int BIG_LEVELS_FROM = 2; // half the size and a quarter of it
    private static final int BIG_LEVELS_STEP = 2;
    private static final int MOST_SMALL = 10;
    private static final int SWAP_SIGMA = 50;
    private static final int NOISE_KEY = 1000;

    private final ShardWorkers workers;
    private final List<Tensor> crops; // [1, 3, side, side] each

    PriorValidation(List<TrainingImage> images, int side, ShardWorkers workers) {
        this.workers = workers;
        var kept = new ArrayList<Tensor>();
        int small = 0;
        for (TrainingImage image : images) {
            if (image.big() || (small++ % 2 == 0 && small <= 2 * MOST_SMALL)) {
                addCrops(image, side, kept);
            }
        }
        this.crops = List.copyOf(kept);
    }

    private static void addCrops(TrainingImage image, int side, List<Tensor> kept) {
        ImagePyramid pyramid = ImagePyramid.read(image);
        if (pyramid == null) {
            return;
        }
        try (pyramid;
                var scope = new TensorScope()) {
            int first = image.big() ? BIG_LEVELS_FROM : 0;
            for (int level = first; level < pyramid.levels().size(); level += BIG_LEVELS_STEP) {
                int top = (pyramid.height(level) - side) / 2;
                int left = (pyramid.width(level) - side) / 2;
                if (top >= 0 && left >= 0) {
                    Tensor crop = ImageCrops.toSignal(
                            pyramid.crop(level, top, left, side).unsqueeze(0));
                    crop.retainReference();
                    kept.add(crop);
                }
            }
        }
    }

    /** How well {@code network} denoises in one step, and whether its attention matters. */
    ValidationScore score(UNet network, NoiseSchedule schedule) {
        var denoiser = new NetworkDenoiser(network, schedule);
        var psnr = new ArrayList<Double>();
        for (int sigma : ValidationScore.SIGMAS) {
            psnr.add(meanOverCrops(crop -> psnr(denoised(denoiser, crop, sigma), crops.get(crop))));
        }
        double meanSquare = meanOverCrops(crop -> keySwapSquare(network, schedule, crop));
        return new ValidationScore(psnr, Math.sqrt(meanSquare));
    }

    private interface CropMeasure {
        double of(int crop);
    }

    private double meanOverCrops(CropMeasure measure) {
        double[] values = new double[crops.size()];
        workers.run(values.length, crop -> {
            try (var scope = new TensorScope();
                    var noGradient = new NoGradGuard()) {
                values[crop] = measure.of(crop);
            }
        });
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private Tensor denoised(Denoiser denoiser, int crop, int sigma) {
        return denoised(denoiser, noisy(crop, sigma), sigma);
    }

    /** The clean image believed in one step from noise of {@code sigma} (of 255), clamped. */
    private static Tensor denoised(Denoiser denoiser, Tensor noisy, int sigma) {
        NoiseSchedule schedule = denoiser.schedule();
        int t = schedule.indexOfSigma(2 * sigma / 255.0);
        Tensor xt = noisy.mul(new Scalar(Math.sqrt(schedule.alphaBar(t))));
        Tensor x0 = noisy.sub(denoiser.predict(xt, t).epsilon(), new Scalar(schedule.sigmaBar(t)));
        return x0.clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)));
    }

    private Tensor noisy(int crop, int sigma) {
        Tensor clean = crops.get(crop);
        Tensor z = StepDraws.normal((NOISE_KEY + sigma) * 1000L + crop, clean.shape());
        return clean.add(z, new Scalar(2 * sigma / 255.0));
    }

    /** Mean square change, in levels of 255, of two crops when each decoder layer sees the other crop's keys. */
    private double keySwapSquare(UNet network, NoiseSchedule schedule, int crop) {
        int other = (crop + 1) % crops.size();
        Tensor pair = torch.cat(new TensorVector(noisy(crop, SWAP_SIGMA), noisy(other, SWAP_SIGMA)));
        Attention plain = Attention.plain();
        Attention swapped = (site, x, q, k, v) ->
                plain.attend(site, x, q, site.decoder() ? k.roll(new long[] {1}, new long[] {0}) : k, v);
        Tensor own = denoised(new NetworkDenoiser(network, schedule), pair, SWAP_SIGMA);
        Tensor foreign = denoised(new NetworkDenoiser(network, schedule).attending(swapped), pair, SWAP_SIGMA);
        return own.sub(foreign).mul(new Scalar(127.5)).square().mean().item_double();
    }

    private static double psnr(Tensor actual, Tensor clean) {
        return 10 * Math.log10(4 / actual.sub(clean).square().mean().item_double());
    }

    @Override
    public void close() {
        crops.forEach(Tensor::close);
    }
}

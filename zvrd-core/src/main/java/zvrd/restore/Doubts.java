package zvrd.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.Composition;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Inpainting;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.Gaps;
import zvrd.media.Losses;

/**
 * Why a clip may not be what its task takes it for, in sentences for people: a restorer explains whatever it is given by the
 * operator it was told, and where that is the wrong one the result disappoints without an error. Thresholds are ours, from
 * clips whose damage was known; none of this is certain.
 */
public final class Doubts {
    private static final double SLIGHT_NOISE = ClipLook.SLIGHT_NOISE;
    private static final double NOISY_DETAIL = 1.1; // white noise alone has 2
    private static final double ENLARGED_DETAIL = 0.32;
    private static final double SOFT_EDGES = 1.2; // pixels
    private static final double SHARPER = 0.5; // of the kernel's own width,
    private static final double WIDEST = 2.8; // as far as widths can be told
    private static final double SHARPENED = 2; // levels of assumed noise below which blocks are taken for detail

    private Doubts() {}

    /** What speaks against {@code request}; empty where nothing does. */
    public static List<String> of(RestoreRequest request) {
        return of(request, ClipLook.at(request.input(), request.reading()));
    }

    /** The same for a clip that was looked at already. */
    public static List<String> of(RestoreRequest request, ClipLook look) {
        try (FrameReader reader = FrameReader.open(request.input(), request.reading())) {
            Frame first = reader.next();
            if (first == null) {
                return List.of();
            }
            DegradationOperator operator = request.operators().forFrame(0, first.height(), first.width());
            List<String> doubts = new ArrayList<>();
            Gaps.in(request.input()).ifPresent(doubts::add);
            if (!request.output().equals(request.input())) { // else nothing is written
                doubts.addAll(Losses.of(reader.info(), request.output(), request.writing()));
            }
            Inpainting holes = holes(operator);
            boolean scattered = holes != null && MaskDoubts.areScattered(holes.mask());
            add(doubts, scattered ? noiseBetween(request) : noise(request, look));
            add(doubts, kind(request, look));
            switch (request.prior().restorer().task()) {
                case SUPER_RESOLUTION -> add(doubts, enlarged(look));
                case DEBLUR -> add(doubts, operator instanceof Blur blur ? sharper(blur.kernel(), look) : null);
                case COLORIZE -> add(doubts, coloured(look));
                case DENOISE, INPAINT, LOW_LIGHT, BLIND_SUPER_RESOLUTION, OWN -> {}
            }
            add(doubts, blocks(request, look));
            add(doubts, holes == null ? null : MaskDoubts.of(holes.mask(), first));
            return doubts;
        }
    }

    private static void add(List<String> doubts, @Nullable String doubt) {
        if (doubt != null) {
            doubts.add(doubt);
        }
    }

    private static @Nullable String noise(RestoreRequest request, ClipLook look) {
        if (request.sigma().isEmpty()) {
            return null; // taken from the clip itself
        }
        double assumed = request.sigma().getAsDouble();
        double seen = look.noise(request.operators().noise());
        boolean onlyNoise = request.prior().restorer().task() == Task.DENOISE;
        if (onlyNoise && assumed > 0 && seen < assumed / 2 - SLIGHT_NOISE / 2) {
            return say(
                    "its noise looks like %.1f levels, and --sigma is %.1f: detail may be lost; leave --sigma out",
                    seen, assumed);
        }
        boolean noisy = onlyNoise || look.detail() > NOISY_DETAIL; // else fine texture passes for noise
        if (noisy && seen > Math.max(SLIGHT_NOISE, 1.5 * assumed + SLIGHT_NOISE / 2)) {
            return say(
                    "its noise looks like %.1f levels, and --sigma is %.1f: noise may be taken for detail; say --sigma auto",
                    seen, assumed);
        }
        return null;
    }

    /** Of frames with holes all over, which look like noise. */
    private static @Nullable String noiseBetween(RestoreRequest request) {
        return request.sigma().isEmpty()
                ? "its holes are so many and small that --sigma auto takes them for noise; say --sigma 0, or the noise there is"
                : null;
    }

    private static @Nullable String kind(RestoreRequest request, ClipLook look) {
        boolean unexpected = look.noiseKind() == NoiseKind.POISSON
                && request.operators().noise() == NoiseKind.GAUSSIAN
                && look.noise() > SLIGHT_NOISE;
        return unexpected && request.prior().restorer().task() == Task.DENOISE
                ? "its noise grows with brightness, as that of counted light does; try --noise poisson"
                : null;
    }

    private static @Nullable String enlarged(ClipLook look) {
        return look.detail() < ENLARGED_DETAIL || look.widestBlur() > SOFT_EDGES
                ? "it looks enlarged or blurred, and sr expects what a small sharp picture shows:"
                        + " scale it down before, or say --task blind-sr"
                : null;
    }

    private static @Nullable String sharper(BlurKernel kernel, ClipLook look) {
        double across = spread(kernel, true);
        double down = spread(kernel, false);
        if (isSharper(look.blurAcross(), across) || isSharper(look.blurDown(), down)) {
            return say(
                    "its edges are %.1f by %.1f pixels wide, and --kernel %s leaves none sharper than %.1f by %.1f:"
                            + " expect ringing; choose a smaller kernel",
                    look.blurAcross(), look.blurDown(), kernel.name(), across, down);
        }
        return null;
    }

    private static boolean isSharper(double edge, double kernel) {
        return kernel >= 1 && edge < SHARPER * Math.min(kernel, WIDEST);
    }

    /** Standard deviation of a kernel along rows or columns. */
    private static double spread(BlurKernel kernel, boolean across) {
        double mean = 0;
        double square = 0;
        for (int dy = -kernel.height() / 2; dy <= kernel.height() / 2; dy++) {
            for (int dx = -kernel.width() / 2; dx <= kernel.width() / 2; dx++) {
                double weight = kernel.at(dx, dy);
                double place = across ? dx : dy;
                mean += weight * place;
                square += weight * place * place;
            }
        }
        return Math.sqrt(Math.max(0, square - mean * mean));
    }

    private static @Nullable String coloured(ClipLook look) {
        return look.coloured() ? "it has colours, which are thrown away; only its luma is kept" : null;
    }

    private static @Nullable String blocks(RestoreRequest request, ClipLook look) {
        Task task = request.prior().restorer().task();
        boolean sharpens = task == Task.SUPER_RESOLUTION || task == Task.DEBLUR;
        double assumed = request.sigma().orElse(look.noise(request.operators().noise()));
        return sharpens && look.blocky() && assumed < SHARPENED
                ? "blocks of compression show in it, which " + task.word() + " sharpens; try --sigma 3"
                : null;
    }

    private static @Nullable Inpainting holes(DegradationOperator operator) {
        if (operator instanceof Composition composition) {
            return holes(composition.then());
        }
        return operator instanceof Inpainting inpainting ? inpainting : null;
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

package zvrd.app.paper;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.FrameWriter;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.tensor.Images;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

/**
 * Frames as the paper's protocol has them: the middle square along the shorter edge, resized to 256². The paper does not say by
 * which filter; ours is the antialiased bicubic of Pillow.
 */
public final class PaperFrames {
    /** Side of a frame in pixels. */
    public static final int SIDE = 256;

    private static final int BITS = 8;
    private static final WriteOptions LOSSLESS =
            new WriteOptions(null, OptionalInt.empty(), true, false, false, true, OptionalInt.of(BITS));

    private PaperFrames() {}

    /** Writes those of {@code part} of {@code clip} to {@code target}, without loss; how many there are. */
    public static int write(Path clip, ReadOptions part, Path target) throws InterruptedException {
        return write(clip, part, target, PaperFrames::square);
    }

    /** Writes all of {@code clip} to {@code target} as it would be shown without a restorer: brought to size by Lanczos. */
    static void enlarge(Path clip, Path target) throws InterruptedException {
        write(clip, ReadOptions.ALL, target, frame -> {
            try (var scope = new TensorScope()) {
                return resized(frame, image(frame), Resampler.LANCZOS);
            }
        });
    }

    private static int write(Path clip, ReadOptions part, Path target, UnaryOperator<Frame> made)
            throws InterruptedException {
        try (FrameReader reader = FrameReader.open(clip, part);
                FrameWriter writer = FrameWriter.create(target, reader.info(), SIDE, SIDE, LOSSLESS);
                var inference = new NoGradGuard()) {
            int frames = 0;
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                writer.write(made.apply(frame));
                frames++;
            }
            if (frames == 0) {
                throw new UserError(ExitCode.INPUT, clip + ": holds no frame", "leave it out of the folder");
            }
            writer.finish();
            return frames;
        }
    }

    private static Frame square(Frame frame) {
        int side = Math.min(frame.width(), frame.height());
        try (var scope = new TensorScope()) {
            Tensor middle = image(frame)
                    .narrow(2, (frame.height() - side) / 2, side)
                    .narrow(3, (frame.width() - side) / 2, side)
                    .contiguous();
            return resized(frame, middle, Resampler.PILLOW_BICUBIC);
        }
    }

    private static Frame resized(Frame frame, Tensor image, Resampler resampler) {
        try (var scope = new TensorScope()) {
            short[] rgb = Images.toRgb16(resampler.resize(image, SIDE, SIDE), BITS);
            return new Frame(frame.index(), frame.pts(), frame.timeBase(), SIDE, SIDE, rgb);
        }
    }

    private static Tensor image(Frame frame) {
        return Images.fromRgb16(frame.rgb(), frame.width(), frame.height());
    }
}

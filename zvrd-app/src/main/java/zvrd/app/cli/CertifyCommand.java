package zvrd.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.Json;
import zvrd.app.console.Progress;
import zvrd.app.console.ProgressMode;
import zvrd.app.console.Remarks;
import zvrd.app.measure.Certificate;
import zvrd.app.measure.KnownDamage;
import zvrd.app.option.OperatorOptions;
import zvrd.app.option.ReadingOptions;
import zvrd.degradation.DegradationOperator;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.SourceHash;
import zvrd.metrics.Faithfulness;
import zvrd.tensor.Images;
import zvrd.tensor.TensorScope;

/** {@code zvrd certify}: what of a restored clip was measured, and what the prior invented. */
@Command(
        name = "certify",
        sortOptions = false,
        description =
                "Damages a restored clip once more and compares it with what was measured, tile by tile; says how much of"
                        + " it no measurement speaks of.",
        footer = {
            "",
            "Ends with 8 where a tile of 64 pixels contradicts what was measured: where A x - y, of the restored clip x and",
            "what was measured y, is more than rounding to 8 bits and the noise that was assumed explain. What lies where",
            "nothing was measured cannot be judged; a few per cent of a clean clip's variance lie there, too.",
            "Example: zvrd certify --degraded small.mkv --restored large.mkv"
        })
final class CertifyCommand implements Callable<Integer> {
    private final Remarks remarks;

    @Option(names = "--degraded", required = true, paramLabel = "LQ", description = "The clip that was restored.")
    private String degraded = "";

    @Option(names = "--restored", required = true, paramLabel = "OUT", description = "What came out.")
    private String restored = "";

    @ArgGroup(validate = false, heading = "%nWhat damaged it; without --task, OUT.zvrd.json tells:%n", order = 1)
    private OperatorOptions operator = new OperatorOptions();

    @ArgGroup(validate = false, heading = "%nWhich part of LQ was restored:%n", order = 2)
    private ReadingOptions reading = new ReadingOptions();

    @Option(names = "--seed", paramLabel = "N", order = 3, description = "Of random masks. Default: 0.")
    private long seed;

    @Option(names = "--json", order = 3, description = "Every tile as JSON on standard output instead of a summary.")
    private boolean json;

    @Option(names = "--progress", paramLabel = "auto|bar|plain|json|none", order = 3, description = "Default: auto.")
    private ProgressMode progress = ProgressMode.AUTO;

    CertifyCommand(Remarks remarks) {
        this.remarks = remarks;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (KnownDamage damage = operator.named()
                ? KnownDamage.said(operator, reading.choice(), seed)
                : KnownDamage.told(Path.of(restored), Path.of(degraded))) {
            var certificate = new Certificate(degraded, restored, damage);
            var frames = new ArrayList<Faithfulness>();
            damage.doubts().forEach(line -> remarks.say("warning: " + line));
            look(damage, frame -> {
                certificate.add(frame);
                if (json) { // which tells every tile; people are told of those that are spoken against
                    frames.add(frame);
                }
            });
            if (json) {
                remarks.out().println(Json.text(told(certificate, frames, damage)));
            } else {
                certificate.lines().forEach(remarks.out()::println);
            }
            return (certificate.holds() ? ExitCode.DONE : ExitCode.GATE).value();
        }
    }

    private Map<String, @Nullable Object> told(Certificate certificate, List<Faithfulness> frames, KnownDamage damage) {
        Map<String, @Nullable Object> map = certificate.asMap();
        map.put("degraded_sha256", SourceHash.of(Path.of(degraded)));
        map.put("restored_sha256", SourceHash.of(Path.of(restored)));
        map.put("frames", frames);
        map.put("frames_before_writing", damage.unexplained());
        return map;
    }

    private void look(KnownDamage damage, Consumer<Faithfulness> each) throws InterruptedException {
        try (FrameReader measured = FrameReader.open(Path.of(degraded), damage.part());
                FrameReader output =
                        FrameReader.open(Path.of(restored), damage.part().ofWholeClip());
                Progress shown = remarks.progress(progress);
                var inference = new NoGradGuard()) {
            requireSize(measured, output, damage.operators().scale());
            damage.operators().plan().requireFits(measured.info());
            shown.begin(measured.info().expectedFrames().orElse(-1), 1);
            for (int index = 0; ; index++) {
                @Nullable Frame y = measured.next();
                @Nullable Frame x = output.next();
                if (y == null || x == null) {
                    requireBothAtEnd(index, y, x);
                    shown.end();
                    return;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                each.accept(frame(index, y, x, damage));
                shown.frame();
            }
        }
    }

    private static Faithfulness frame(int index, Frame y, Frame x, KnownDamage damage) {
        DegradationOperator operator = damage.operators().plan().forFrame(index, y.height(), y.width());
        try (var scope = new TensorScope()) {
            Tensor recorded = operator.recorded(Images.fromRgb16(y.rgb(), y.width(), y.height()));
            Tensor restored = Images.fromRgb16(x.rgb(), x.width(), x.height());
            return Faithfulness.of(index, restored, recorded, operator, damage.sigma());
        }
    }

    private void requireSize(FrameReader measured, FrameReader output, int scale) {
        int width = measured.info().width() * scale;
        int height = measured.info().height() * scale;
        if (output.info().width() != width || output.info().height() != height) {
            throw new UserError(
                    ExitCode.INPUT,
                    restored + ": frames of " + width + "x" + height + " expected of " + degraded + ", found "
                            + output.info().width() + "x" + output.info().height(),
                    "name the clip that was restored, and the --scale that was said");
        }
    }

    private void requireBothAtEnd(int frames, @Nullable Frame y, @Nullable Frame x) {
        if (frames == 0 || y != null || x != null) {
            throw new UserError(
                    ExitCode.INPUT,
                    (x == null ? restored : degraded) + ": ends after " + frames + " frames, the other clip goes on",
                    "say the part that was restored with --start and --frames");
        }
    }
}

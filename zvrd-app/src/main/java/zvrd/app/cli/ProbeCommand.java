package zvrd.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.StreamInfo;
import zvrd.media.VideoInfo;
import zvrd.restore.NoiseLevel;

/** {@code zvrd probe}: what a clip is, and what restoring it would cost, predicted from a measured step. */
@Command(
        name = "probe",
        sortOptions = false,
        description = "Tells what a clip is, and with --task what restoring it would take, from a measured step.",
        footer = {"", "Example: zvrd probe small.mp4 --task sr --scale 4"})
final class ProbeCommand implements Callable<Integer> {
    private final Remarks remarks;

    @Parameters(paramLabel = "IN", description = "A clip: a file, a folder of numbered images, or a pattern.")
    private Path input = Path.of("");

    @ArgGroup(validate = false, heading = "%nWhat damaged it:%n", order = 1)
    private OperatorOptions operator = new OperatorOptions();

    @ArgGroup(validate = false, heading = "%nThe prior and the restorer over it:%n", order = 2)
    private PriorOptions prior = new PriorOptions();

    @ArgGroup(validate = false, heading = "%nHow large frames are cut:%n", order = 3)
    private SpaceOptions space = new SpaceOptions();

    @ArgGroup(validate = false, heading = "%nWhat is read:%n", order = 4)
    private ReadingOptions reading = new ReadingOptions();

    @ArgGroup(validate = false, heading = "%nWhat the machine may spend:%n", order = 5)
    private ResourceOptions resources = new ResourceOptions();

    @Option(names = "--json", description = "The findings as JSON.")
    private boolean json;

    ProbeCommand(Remarks remarks) {
        this.remarks = remarks;
    }

    @Override
    public Integer call() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        try (FrameReader reader = FrameReader.open(input, reading.choice())) {
            Frame first = reader.next();
            if (first == null) {
                throw new UserError(ExitCode.INPUT, input + ": holds no frame", "check --start and --frames");
            }
            double noise = NoiseLevel.of(input, reading.choice());
            describe(reader.info(), noise, facts);
            if (operator.named()) {
                predict(reader.info(), first, noise, facts);
            }
        }
        if (json) {
            remarks.out().println(Json.text(facts));
        } else {
            facts.forEach((name, value) -> remarks.out().println(line(name, value)));
        }
        return ExitCode.DONE.value();
    }

    private static void describe(VideoInfo info, double noise, Map<String, @Nullable Object> facts) {
        facts.put("input", info.path().toString());
        facts.put("container", info.container());
        facts.put("codec", info.codec());
        facts.put("pixel_format", info.pixelFormat());
        facts.put("width", info.width());
        facts.put("height", info.height());
        facts.put("bit_depth", info.bitDepth());
        facts.put("frame_rate", Json.rounded(info.frameRate().toDouble()));
        facts.put(
                "frames",
                info.expectedFrames().isPresent() ? info.expectedFrames().getAsLong() : null);
        facts.put(
                "seconds",
                info.duration().isPresent() ? Json.rounded(info.duration().getAsDouble()) : null);
        facts.put("streams", info.streams().stream().map(ProbeCommand::stream).toList());
        facts.put("noise_levels", Json.rounded(noise));
    }

    private static String stream(StreamInfo stream) {
        String language = stream.language().isEmpty() ? "" : " (" + stream.language() + ")";
        return stream.type() + " " + stream.codec() + language;
    }

    private void predict(VideoInfo info, Frame first, double noise, Map<String, @Nullable Object> facts) {
        try (OperatorChoice operators = operator.choice(reading.choice(), prior.seed())) {
            long most = reading.choice().maxFrames();
            long frames = Math.min(most, info.expectedFrames().orElse(most == Long.MAX_VALUE ? 1 : most));
            double sigma = operator.sigma().orElse(noise);
            Prediction prediction = Prediction.of(
                    operators.plan().forFrame(0, first.height(), first.width()),
                    first,
                    sigma,
                    prior,
                    operator.task(),
                    space.choice(),
                    resources.choice());
            facts.put("task", operator.task().word());
            facts.put("backbone", prediction.backbone());
            facts.put("evaluations_a_frame", prediction.evaluations());
            facts.put("tiles_a_frame", prediction.tiles());
            facts.put("restored_width", prediction.width());
            facts.put("restored_height", prediction.height());
            facts.put("seconds_an_evaluation", Json.rounded(prediction.secondsPerEvaluation()));
            facts.put("predicted_seconds_a_frame", Json.rounded(prediction.secondsPerFrame()));
            facts.put("predicted_seconds", Json.rounded(prediction.secondsPerFrame() * frames));
            facts.put("predicted_memory_bytes", prediction.memory());
        }
    }

    private static String line(String name, @Nullable Object value) {
        String told = value == null ? "unknown" : value.toString();
        if (value instanceof Double seconds && name.endsWith("seconds")) {
            told = seconds < 60 ? String.format(Locale.ROOT, "%.2f", seconds) : Advance.clock(seconds);
        }
        if (value instanceof Long bytes && name.endsWith("bytes")) {
            told = new ByteSize(bytes).toString();
        }
        return String.format(Locale.ROOT, "%-26s %s", name.replace('_', ' ').replace(" bytes", ""), told);
    }
}

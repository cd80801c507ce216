package zvrd.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.Advance;
import zvrd.app.console.ByteSize;
import zvrd.app.console.Json;
import zvrd.app.console.Remarks;
import zvrd.app.machine.Prediction;
import zvrd.app.option.JobOptions;
import zvrd.app.option.OperatorChoice;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.StreamInfo;
import zvrd.media.VideoInfo;
import zvrd.media.WriteOptions;
import zvrd.restore.ClipLook;
import zvrd.restore.DiskNeed;
import zvrd.restore.Doubts;
import zvrd.restore.RestoreRequest;

/** {@code zvrd probe}: what a clip is, and what restoring it would cost, predicted from a measured step. */
@Command(
        name = "probe",
        sortOptions = false,
        description = "Tells what a clip is, and with --task what restoring it would take, from a measured step.",
        footer = {"", "Example: zvrd probe small.mp4 --task sr --scale 4"})
final class ProbeCommand implements Callable<Integer> {
    private static final Path UNWRITTEN = Path.of("out.mkv"); // what would be written is thought of, not written
    private static final long MANY = 10_000; // frames of a clip that does not say how many it has

    private final Remarks remarks;

    @Parameters(paramLabel = "IN", description = "A clip: a file, a folder of numbered images, or a pattern.")
    private Path input = Path.of("");

    @Mixin
    private JobOptions job = new JobOptions();

    @Option(names = "--json", description = "The findings as JSON.")
    private boolean json;

    ProbeCommand(Remarks remarks) {
        this.remarks = remarks;
    }

    @Override
    public Integer call() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        try (FrameReader reader = FrameReader.open(input, job.part())) {
            Frame first = reader.next();
            if (first == null) {
                throw new UserError(ExitCode.INPUT, input + ": holds no frame", "check --start and --frames");
            }
            ClipLook look = ClipLook.at(input, job.part());
            describe(reader.info(), facts);
            Hints.describe(look, facts);
            if (job.operator().named()) {
                predict(reader.info(), first, look, facts);
            }
        }
        if (json) {
            remarks.out().println(Json.text(facts));
        } else {
            facts.forEach((name, value) -> remarks.out().println(line(name, value)));
        }
        return ExitCode.DONE.value();
    }

    private static void describe(VideoInfo info, Map<String, @Nullable Object> facts) {
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
    }

    private static String stream(StreamInfo stream) {
        String language = stream.language().isEmpty() ? "" : " (" + stream.language() + ")";
        return stream.type() + " " + stream.codec() + language;
    }

    private void predict(VideoInfo info, Frame first, ClipLook look, Map<String, @Nullable Object> facts) {
        try (OperatorChoice operators = job.operators(job.part())) {
            long most = job.part().maxFrames();
            OptionalLong known = info.expectedFrames();
            boolean told = known.isPresent() || most != Long.MAX_VALUE;
            long frames = Math.min(most, known.orElse(most));
            OptionalDouble said = job.operator().sigma();
            double seen = look.noise(job.operator().noise());
            OptionalDouble sigma = OptionalDouble.of(said.orElse(Double.isNaN(seen) ? 0 : seen));
            RestoreRequest request = job.request(input, job.part(), UNWRITTEN, WriteOptions.DEFAULT, operators, sigma);
            Prediction prediction = Prediction.of(request, first);
            facts.put("task", job.operator().task().word());
            facts.put("backbone", prediction.plan().backbone().name());
            facts.put("evaluations_a_frame", prediction.plan().evaluations());
            facts.put("tiles_a_frame", prediction.plan().tiles().count());
            facts.put("frames_a_window", prediction.plan().windows().frames());
            facts.put("restored_width", prediction.plan().width());
            facts.put("restored_height", prediction.plan().height());
            facts.put("seconds_an_evaluation", Json.rounded(prediction.secondsPerEvaluation()));
            facts.put("predicted_seconds_a_frame", Json.rounded(prediction.secondsPerFrame(told ? frames : MANY)));
            facts.put("predicted_seconds", told ? Json.rounded(prediction.seconds(frames)) : null);
            facts.put("predicted_memory_bytes", prediction.plan().load().memory());
            facts.put(
                    "predicted_disk_bytes",
                    told
                            ? DiskNeed.of(request, prediction.plan(), info, frames)
                                    .most(prediction.secondsPerWindow(frames))
                            : null);
            facts.put("warnings", Doubts.of(request, look));
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

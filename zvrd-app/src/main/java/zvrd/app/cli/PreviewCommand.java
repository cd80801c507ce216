package zvrd.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.Json;
import zvrd.app.console.Remarks;
import zvrd.app.job.Batch;
import zvrd.app.job.ClipRun;
import zvrd.app.option.JobOptions;
import zvrd.app.option.RunOptions;
import zvrd.media.FrameReader;
import zvrd.media.OutputForm;
import zvrd.media.ReadOptions;
import zvrd.media.VideoInfo;

/** {@code zvrd preview}: two seconds from a clip's middle, restored, and a contact sheet of them beside the input. */
@Command(
        name = "preview",
        sortOptions = false,
        description =
                "Restores two seconds from the middle of a clip and draws them beside the input, before and after, as a picture.",
        footer = {"", "Example: zvrd preview small.mp4 -o look.mkv --task sr --scale 4 --preset draft"})
final class PreviewCommand implements Callable<Integer> {
    private static final double SECONDS = 2;

    private final Remarks remarks;

    @Parameters(paramLabel = "IN", description = "A clip: a file, a folder of numbered images, or a pattern.")
    private String input = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description =
                    "Where they go: .mkv, .mp4 or a folder; the picture goes beside it, its name ending in -sheet.png.")
    private String output = "";

    @Mixin
    private JobOptions job = new JobOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    PreviewCommand(Remarks remarks) {
        this.remarks = remarks;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path sheet = sheet(Path.of(output));
        if (Files.exists(sheet) && !run.writing().overwrites()) {
            throw new UserError(
                    ExitCode.OUTPUT, sheet + ": exists already", "choose another -o, or overwrite it with -y");
        }
        ReadOptions part = part();
        Map<String, Object> facts =
                new ClipRun(remarks, job, run, spec.commandLine().getParseResult(), null).restore(input, output, part);
        int frames = facts.get("summary") instanceof Map<?, ?> summary && summary.get("frames") instanceof Number number
                ? number.intValue()
                : 1;
        ContactSheet.write(sheet, Path.of(input), part, Path.of(output), frames);
        remarks.say(sheet + ": before above, after below");
        if (run.json()) {
            var told = new LinkedHashMap<>(Batch.told(input, output, ExitCode.DONE.value(), facts));
            told.put("sheet", sheet.toString());
            remarks.out().println(Json.text(told));
        }
        return ExitCode.DONE.value();
    }

    /** What is wanted of the clip; where nothing is said, two seconds around its middle. */
    private ReadOptions part() {
        ReadOptions wish = job.part();
        try (FrameReader reader = FrameReader.open(Path.of(input), wish.ofWholeClip())) {
            VideoInfo info = reader.info();
            double rate = info.frameRate().toDouble();
            long frames = Math.min(wish.maxFrames(), Math.max(1, Math.round(SECONDS * rate)));
            if (wish.start() > 0 || info.expectedFrames().isEmpty()) {
                return new ReadOptions(wish.start(), frames, wish.highDynamicRange());
            }
            double before = (info.expectedFrames().getAsLong() - frames) / 2.0 / rate;
            return new ReadOptions(Math.max(0, before), frames, wish.highDynamicRange());
        }
    }

    /** NAME-sheet.png beside the output, or beside the folder that a pattern fills: never one of the frames. */
    private static Path sheet(Path output) {
        boolean pattern = OutputForm.isPattern(output);
        Path folder = output.toAbsolutePath().normalize().getParent();
        Path named = pattern && folder != null ? folder : output;
        String name = String.valueOf(named.getFileName());
        int dot = name.lastIndexOf('.');
        return named.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "-sheet.png");
    }
}

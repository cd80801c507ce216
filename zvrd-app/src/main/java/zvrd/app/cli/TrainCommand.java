package zvrd.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.Interruption;
import zvrd.app.console.Json;
import zvrd.app.console.Remarks;
import zvrd.app.option.PrecisionChoice;
import zvrd.app.option.UsageError;
import zvrd.train.PriorTrainer;
import zvrd.train.TrainingListener;
import zvrd.train.TrainingOptions;
import zvrd.train.TrainingProgress;
import zvrd.train.TrainingRecipe;
import zvrd.train.TrainingResult;
import zvrd.train.ValidationScore;

/** {@code zvrd train}: a small prior from folders of images. */
@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Trains a small prior on folders of images; needs hours. Beside the model it keeps the state to go on from,",
            "the curve of loss and validation, and samples drawn from pure noise."
        },
        footer = {"", "Example: zvrd train --images photos -o mine.safetensors --hours 8"})
final class TrainCommand implements Callable<Integer> {
    private final Remarks remarks;

    @Option(
            names = "--images",
            required = true,
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders, searched through and through, or single images.")
    private List<Path> images = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The model, a safetensors file.")
    private Path output = Path.of("");

    @Option(names = "--resume", description = "Go on with the state that lies beside FILE, if there is one.")
    private boolean resume;

    @Option(names = "--from", paramLabel = "FILE", description = "Start from these weights instead of random ones.")
    private @Nullable Path from;

    @Option(
            names = "--hours",
            paramLabel = "H",
            description = "Training time in all, resumed parts included. Default: 8.")
    private double hours = 8;

    @Option(names = "--steps", paramLabel = "N", description = "Steps in all at most.")
    private long steps = Long.MAX_VALUE;

    @Option(names = "--seed", paramLabel = "N", description = "Of every random draw. Default: 1.")
    private long seed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to work with. Default: all that help.")
    private int threads = Math.min(TrainingOptions.SHARDS, Runtime.getRuntime().availableProcessors());

    @Option(
            names = "--precision",
            paramLabel = "auto|float32|bfloat16",
            description = "What forward and backward compute in. Default: auto.")
    private PrecisionChoice precision = PrecisionChoice.AUTO;

    @Option(names = "--json", description = "Tell how it ended as JSON on standard output.")
    private boolean json;

    TrainCommand(Remarks remarks) {
        this.remarks = remarks;
    }

    @Override
    public Integer call() {
        if (!(hours > 0) || steps < 1 || threads < 1) {
            throw new UsageError(
                    "--hours, --steps and --threads expect more than 0, got " + hours + ", " + steps + " and "
                            + threads,
                    "say for example --hours 8");
        }
        Interruption.askOnly();
        var options = new TrainingOptions(
                images,
                output,
                resume,
                from,
                hours,
                steps,
                seed,
                threads,
                precision.choice(),
                TrainingRecipe.standard());
        TrainingResult result = PriorTrainer.run(options, listener());
        if (json) {
            remarks.out().println(Json.text(asMap(result)));
        }
        remarks.say(output + ": " + result.score().line());
        if (!result.finished()) {
            throw new UserError(
                    ExitCode.INTERRUPTED,
                    output + ": training stopped at step " + result.progress().steps(),
                    "the state is saved; the same command with --resume goes on");
        }
        return ExitCode.DONE.value();
    }

    private TrainingListener listener() {
        return new TrainingListener() {
            @Override
            public void progressed(TrainingProgress progress) {
                remarks.say(progress.line());
            }

            @Override
            public void validated(TrainingProgress progress, ValidationScore score) {
                remarks.say(score.line());
            }

            @Override
            public void noted(String line) {
                remarks.say(line);
            }

            @Override
            public boolean stopRequested() {
                return Interruption.requested();
            }
        };
    }

    private static Map<String, Object> asMap(TrainingResult result) {
        var map = new LinkedHashMap<String, Object>();
        map.put("model", result.model().toString());
        map.put("finished", result.finished());
        map.put("steps", result.progress().steps());
        map.put("seconds", result.progress().seconds());
        map.put("loss", result.progress().loss());
        map.put("sigmas", ValidationScore.SIGMAS);
        map.put("psnr", result.score().psnr());
        map.put("key_swap", result.score().keySwap());
        return map;
    }
}

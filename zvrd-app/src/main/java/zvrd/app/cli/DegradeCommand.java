package zvrd.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.Tensor;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.Progress;
import zvrd.app.console.ProgressMode;
import zvrd.app.console.Remarks;
import zvrd.app.job.Outputs;
import zvrd.app.option.OperatorChoice;
import zvrd.app.option.OperatorOptions;
import zvrd.app.option.ReadingOptions;
import zvrd.app.option.UsageError;
import zvrd.app.option.Words;
import zvrd.app.option.WritingOptions;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.GaussianNoise;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.NoiseModel;
import zvrd.degradation.PoissonNoise;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.FrameWriter;
import zvrd.media.ReadOptions;
import zvrd.tensor.Images;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.TensorScope;

/** {@code zvrd degrade}: makes test data by applying an operator and its noise to a clean clip, rounded to 8 bits. */
@Command(
        name = "degrade",
        sortOptions = false,
        description = "Makes test data: applies the operator and its noise to a clean clip, rounded to 8 bits.",
        footer = {"", "Example: zvrd degrade clean.mkv -o small.mkv --task sr --scale 4"})
final class DegradeCommand implements Callable<Integer> {
    private static final int BITS = 8;

    private final Remarks remarks;

    @Parameters(paramLabel = "IN", description = "A clean clip: a file, a folder of numbered images, or a pattern.")
    private String input = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "Where it goes: .mkv, .mp4, a folder or a pattern.")
    private String output = "";

    @ArgGroup(validate = false, heading = "%nWhat damages it:%n", order = 1)
    private OperatorOptions operator = new OperatorOptions();

    @Option(names = "--seed", paramLabel = "N", order = 2, description = "Of noise and random masks. Default: 0.")
    private long seed;

    @ArgGroup(validate = false, heading = "%nWhat is read:%n", order = 3)
    private ReadingOptions reading = new ReadingOptions();

    @ArgGroup(validate = false, heading = "%nWhat is written:%n", order = 4)
    private WritingOptions writing = new WritingOptions();

    @Option(names = "--progress", paramLabel = "auto|bar|plain|json|none", order = 5, description = "Default: auto.")
    private ProgressMode progress = ProgressMode.AUTO;

    DegradeCommand(Remarks remarks) {
        this.remarks = remarks;
    }

    /** Does what {@code words} say. */
    static void run(List<String> words, Remarks remarks) throws InterruptedException {
        var command = new DegradeCommand(remarks);
        Words.understoodBy(new CommandLine(command)).parseArgs(words.toArray(String[]::new));
        command.call();
    }

    @Override
    public Integer call() throws InterruptedException {
        ReadOptions part = reading.choice();
        refuseUnknown(operator.task());
        noise(); // a wrong --sigma is told before anything is opened
        try (OperatorChoice operators = operator.choice(part, seed);
                FrameReader reader = FrameReader.open(Path.of(input), part);
                Progress shown = remarks.progress(progress)) {
            operators.plan().requireFits(reader.info());
            Frame first = reader.next();
            if (first == null) {
                throw new UserError(ExitCode.INPUT, input + ": holds no frame", "check --start and --frames");
            }
            long frames = reader.info().expectedFrames().orElse(-1);
            shown.begin(frames < 0 ? -1 : Math.min(frames, part.maxFrames()), 1);
            write(first, reader, operators, shown);
            shown.end();
        }
        return ExitCode.DONE.value();
    }

    /** Degradations that are only found out while a clip is restored cannot be done to one. */
    private static void refuseUnknown(Task task) {
        if (task == Task.LOW_LIGHT || task == Task.BLIND_SUPER_RESOLUTION) {
            throw new UsageError(
                    "--task " + task.word() + " is about damage that nobody knows, and degrade needs to know it",
                    "say for example --task deblur --kernel gaussian:1.6, and then --task sr with what came out");
        }
    }

    private void write(Frame first, FrameReader reader, OperatorChoice operators, Progress shown)
            throws InterruptedException {
        NoiseModel model = noise();
        var source = new NoiseSource(seed);
        Frame damaged = damaged(first, operators, model, source);
        tellCrop(first, damaged, operators.scale());
        try (FrameWriter writer = FrameWriter.create(
                Outputs.named(output),
                reader.info(),
                damaged.width(),
                damaged.height(),
                writing.choice(OptionalInt.of(BITS)))) {
            writer.write(damaged);
            shown.frame();
            for (Frame next = reader.next(); next != null; next = reader.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                writer.write(damaged(next, operators, model, source));
                shown.frame();
            }
            writer.finish();
        }
    }

    /** A x + n of one frame, of which what does not fill a measured pixel is cut off. */
    private static Frame damaged(Frame clean, OperatorChoice operators, NoiseModel noise, NoiseSource source) {
        try (var scope = new TensorScope()) {
            Tensor x = Images.fromRgb16(clean.rgb(), clean.width(), clean.height());
            int height = clean.height() / operators.block() * operators.block();
            int width = clean.width() / operators.block() * operators.block();
            if (height == 0 || width == 0) {
                throw new UserError(
                        ExitCode.INPUT,
                        "frames of " + clean.width() + "x" + clean.height()
                                + " pixels are smaller than one block of the operator, " + operators.block() + "x"
                                + operators.block(),
                        "choose a smaller --scale or a larger clip");
            }
            DegradationOperator operator =
                    operators.plan().forFrame(clean.index(), height / operators.scale(), width / operators.scale());
            Tensor whole = x.narrow(2, 0, height).narrow(3, 0, width);
            Tensor y = noise.addTo(operator.observe(whole.contiguous()), source, clean.index());
            short[] rgb = Images.toRgb16(y, BITS);
            return new Frame(clean.index(), clean.pts(), clean.timeBase(), (int) y.size(3), (int) y.size(2), rgb);
        }
    }

    private void tellCrop(Frame clean, Frame damaged, int scale) {
        if (damaged.width() * scale != clean.width() || damaged.height() * scale != clean.height()) {
            remarks.say("the clean frames are cut to " + damaged.width() * scale + "x" + damaged.height() * scale
                    + " pixels, whole blocks of the operator");
        }
    }

    private NoiseModel noise() {
        OptionalDouble sigma = operator.addedSigma();
        if (sigma.isEmpty()) {
            throw new UsageError(
                    "--sigma: is missing; degrade needs to know how much noise to add", "say for example --sigma 25");
        }
        double levels = sigma.getAsDouble();
        if (operator.noise() == NoiseKind.GAUSSIAN || levels == 0) {
            return new GaussianNoise(levels);
        }
        if (levels < PoissonNoise.LEAST_LEVELS) {
            throw new UsageError(
                    "--sigma: 0 or at least " + PoissonNoise.LEAST_LEVELS + " expected with --noise poisson, got "
                            + levels,
                    "say --sigma 0 for no noise");
        }
        return PoissonNoise.ofLevels(levels);
    }
}

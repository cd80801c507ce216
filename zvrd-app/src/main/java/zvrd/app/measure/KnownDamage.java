package zvrd.app.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParameterException;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.job.Provenance;
import zvrd.app.option.JobOptions;
import zvrd.app.option.OperatorChoice;
import zvrd.app.option.OperatorOptions;
import zvrd.app.option.RestoreLine;
import zvrd.app.option.UsageError;
import zvrd.degradation.Task;
import zvrd.journal.Unexplained;
import zvrd.media.ReadOptions;

/**
 * What damaged a clip that was restored, as somebody says it or as the file beside the output tells.
 *
 * @param operators of every frame; to be closed
 * @param part of the damaged clip that was restored
 * @param sigma noise of the measurement in 8-bit levels
 * @param unexplained what each frame left before the output was written; empty where nobody tells
 * @param doubts whether the clips are those that the file tells of, in words
 */
public record KnownDamage(
        OperatorChoice operators, ReadOptions part, double sigma, List<Unexplained> unexplained, List<String> doubts)
        implements AutoCloseable {
    /** As options say it. */
    public static KnownDamage said(OperatorOptions operator, ReadOptions part, long seed) {
        requireKnown(operator.task());
        double sigma = operator.sigma()
                .orElseThrow(() -> new UsageError(
                        "--sigma: is missing; what noise is left unexplained rightly is to be known",
                        "say the noise that was assumed, for example --sigma 25"));
        return new KnownDamage(operator.choice(part, seed), part, sigma, List.of(), List.of());
    }

    /**
     * As the file beside {@code restored} tells, which should be of {@code degraded}.
     *
     * @throws UserError exit 2 where there is none, 3 where it cannot be understood
     */
    public static KnownDamage told(Path restored, Path degraded) {
        Path file = Provenance.pathOf(restored);
        if (!Files.exists(file)) {
            throw new UsageError(
                    "--task: is missing, and there is no " + file.getFileName() + " beside " + restored + " to tell it",
                    "say the task and the options of its damage, as zvrd restore knows them");
        }
        Provenance told = Provenance.read(file);
        JobOptions job = job(told, file);
        requireKnown(job.operator().task());
        double sigma = told.summarized("sigma");
        if (!(sigma >= 0)) { // NaN where there is none
            throw new UserError(
                    ExitCode.INPUT,
                    file + ": tells no noise (\"summary\": {\"sigma\"}), of which it depends what must be explained",
                    "say the task with --task and the noise with --sigma");
        }
        List<String> doubts = told.doubts(degraded, restored);
        List<Unexplained> unexplained =
                doubts.isEmpty() ? Provenance.unexplained(file) : List.of(); // else of other files
        return new KnownDamage(job.operators(job.part()), job.part(), sigma, unexplained, doubts);
    }

    /** The options of the restoration that {@code file} tells of. */
    static JobOptions job(Provenance told, Path file) {
        try {
            return RestoreLine.of(told.arguments()).job();
        } catch (ParameterException wrong) {
            throw new UserError(
                    ExitCode.INPUT,
                    file + ": its arguments are not understood: " + wrong.getMessage(),
                    "say the task and the options of its damage",
                    wrong);
        }
    }

    /** Whether the damage of {@code task} is there to be named, and not found out while restoring. */
    static boolean isKnown(Task task) {
        return task != Task.LOW_LIGHT && task != Task.BLIND_SUPER_RESOLUTION;
    }

    private static void requireKnown(Task task) {
        if (!isKnown(task)) {
            throw new UsageError(
                    "--task " + task.word()
                            + ": what the damage was is found out while restoring, nothing was measured by it",
                    "certify goes with damage that is known");
        }
    }

    @Override
    public void close() {
        operators.close();
    }
}

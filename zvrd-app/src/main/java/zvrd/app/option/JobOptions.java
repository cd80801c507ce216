package zvrd.app.option;

import java.nio.file.Path;
import java.util.OptionalDouble;
import picocli.CommandLine.ArgGroup;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.motion.FlowChoice;
import zvrd.restore.RestoreRequest;

/** What decides a restoration, but for where it is written to: the options that restoring and predicting it share. */
public final class JobOptions {
    @ArgGroup(validate = false, heading = "%nWhat damaged it:%n", order = 1)
    private OperatorOptions operator = new OperatorOptions();

    @ArgGroup(validate = false, heading = "%nThe prior and the restorer over it:%n", order = 2)
    private PriorOptions prior = new PriorOptions();

    @ArgGroup(validate = false, heading = "%nWhat makes frames agree:%n", order = 3)
    private TemporalOptions temporal = new TemporalOptions();

    @ArgGroup(validate = false, heading = "%nHow a clip is cut:%n", order = 4)
    private SpaceOptions space = new SpaceOptions();

    @ArgGroup(validate = false, heading = "%nWhat is read:%n", order = 5)
    private ReadingOptions reading = new ReadingOptions();

    @ArgGroup(validate = false, heading = "%nWhat the machine may spend:%n", order = 7)
    private ResourceOptions resources = new ResourceOptions();

    /** What damaged the clip. */
    public OperatorOptions operator() {
        return operator;
    }

    /** Which part of the input is read. */
    public ReadOptions part() {
        return reading.choice();
    }

    /** What sees how frames move. */
    public FlowChoice flow() {
        return temporal.choice().flow();
    }

    /** Of all noise and of random masks. */
    public long seed() {
        return prior.seed();
    }

    /** Threads that the work may take, at least 1. */
    public int threads() {
        return resources.threads();
    }

    /**
     * The operator of every frame; close it when the clip is done.
     *
     * @param part of the input that is read
     */
    public OperatorChoice operators(ReadOptions part) {
        return operator.choice(part, prior.seed());
    }

    /**
     * The whole of a restoration.
     *
     * @param part of the input that is read
     * @param operators as {@link #operators} gave them
     * @param sigma the measurement's noise in 8-bit levels; empty where it is to be estimated
     */
    public RestoreRequest request(
            Path input,
            ReadOptions part,
            Path output,
            WriteOptions writing,
            OperatorChoice operators,
            OptionalDouble sigma) {
        return new RestoreRequest(
                input,
                part,
                output,
                writing,
                operators.plan().madeFrom(operator.identity()),
                sigma,
                prior.choice(operator.task()),
                temporal.choice(),
                space.choice(),
                resources.choice());
    }
}

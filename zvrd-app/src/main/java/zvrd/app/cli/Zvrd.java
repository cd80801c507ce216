package zvrd.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import zvrd.app.console.ErrorLines;
import zvrd.app.console.Interruption;
import zvrd.app.console.Remarks;
import zvrd.app.console.Terminal;
import zvrd.app.option.Words;
import zvrd.weights.ModelStore;

/** The program {@code zvrd}: its commands, and how a command line becomes an exit code. */
@Command(
        name = "zvrd",
        versionProvider = Zvrd.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Restores video with an image diffusion prior that was never trained for the task.",
        footer = {
            "",
            "zvrd COMMAND --help tells a command's options.",
            "Exit codes: 0 done and verified, 1 a bug, 2 usage, 3 input, 4 model, 5 memory, disk or time,",
            "6 output, 7 some of a batch failed, 8 a demand on quality not met, 9 offline, 130 and 143 interrupted."
        })
public final class Zvrd {
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "This text.")
    private boolean help;

    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "The version.")
    private boolean version;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress and no remarks; errors only.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "More remarks, and the stack trace of an error.")
    private boolean verbose;

    private final ErrorLines errors;

    private Zvrd(Terminal terminal) {
        this.errors = new ErrorLines(terminal.err(), () -> verbose);
    }

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "zvrd: %4$s: %5$s%n"); // what the library logs
        System.exit(Interruption.guard(() -> run(Terminal.ofThisProcess(), args)));
    }

    /** Runs one command line; its exit code. */
    static int run(Terminal terminal, String... args) {
        return execute(commandLine(terminal, ModelStore.standard()), args);
    }

    /** Runs one command line of {@code commands}; also errors, which picocli hands on, end with their code. */
    static int execute(CommandLine commands, String... args) {
        try {
            SaidTwice.refuse(commands, args);
            return commands.execute(args);
        } catch (Throwable failure) {
            Zvrd program = commands.getCommand();
            return program.errors.tell(failure);
        }
    }

    /** The commands and their options, speaking to {@code terminal} and keeping models in {@code store}. */
    static CommandLine commandLine(Terminal terminal, ModelStore store) {
        var program = new Zvrd(terminal);
        ErrorLines errors = program.errors;
        var remarks = new Remarks(terminal, () -> program.quiet, () -> program.verbose);
        var restore = new CommandLine(new RestoreCommand(remarks, errors));
        restore.getCommandSpec().usageMessage().footer(Words.tableFooter(RestoreCommand.EXAMPLE));
        return Words.understoodBy(new CommandLine(program)
                        .addSubcommand(restore)
                        .addSubcommand(new PreviewCommand(remarks))
                        .addSubcommand(new DegradeCommand(remarks))
                        .addSubcommand(new ProbeCommand(remarks))
                        .addSubcommand(new EvaluateCommand(remarks, store))
                        .addSubcommand(new AblateCommand(remarks, store))
                        .addSubcommand(new CertifyCommand(remarks))
                        .addSubcommand(new ReproduceCommand(remarks, store))
                        .addSubcommand(new CompareCommand(remarks, store))
                        .addSubcommand(new ModelsCommand(remarks, store))
                        .addSubcommand(new TrainCommand(remarks))
                        .addSubcommand(new BenchCommand(remarks))
                        .addSubcommand(new DoctorCommand(remarks, store)))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(100);
    }

    /** The version the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Zvrd.class.getPackage().getImplementationVersion();
            return new String[] {"zvrd " + (version == null ? "(not packed)" : version)};
        }
    }
}

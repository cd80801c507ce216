package zvrd.app.console;

import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import zvrd.ExitCode;
import zvrd.Spelling;
import zvrd.UserError;
import zvrd.restore.InterruptedRestoration;

/** Tells every failure in two lines: what is wrong with which file or option, and what to do about it. */
public final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final PrintStream err;
    private final BooleanSupplier verbose;

    /**
     * Tells them to {@code err}.
     *
     * @param verbose whether stack traces follow; asked at each failure
     */
    public ErrorLines(PrintStream err, BooleanSupplier verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        UserError error = causeOf(failure, UserError.class);
        return tell(error != null ? error : new UserError(ExitCode.USAGE, what(failure), remedy(failure), failure));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
        return tell(failure);
    }

    /** Prints the two lines of {@code failure}; the exit code that belongs to it. */
    public int tell(Throwable failure) {
        boolean toldToEnd = failure instanceof UserError error && error.code() == ExitCode.INTERRUPTED;
        if (!toldToEnd && (interrupted(failure) || Interruption.requested())) {
            InterruptedRestoration kept = causeOf(failure, InterruptedRestoration.class);
            if (kept != null) {
                print("interrupted: " + kept.getMessage(), "the same command goes on from there; --fresh begins anew");
            } else {
                print(
                        "interrupted",
                        "nothing new stands under the output's name; the same command begins again or goes on");
            }
            trace(failure);
            return ExitCode.INTERRUPTED.value();
        }
        if (failure instanceof UserError error) {
            print(String.valueOf(error.getMessage()), error.remedy());
            trace(failure);
            return error.code().value();
        }
        OutOfMemoryError full = causeOf(failure, OutOfMemoryError.class);
        if (full != null) {
            print(
                    "memory: " + full.getMessage() + "; the Java heap may take "
                            + new ByteSize(Runtime.getRuntime().maxMemory()),
                    "set ZVRD_HEAP to more than that: the same command goes on from what is kept; or choose a smaller --tile");
            trace(failure);
            return ExitCode.RESOURCES.value();
        }
        String outside = outsideMemory(failure);
        if (outside != null) {
            print(
                    "memory: " + outside,
                    "say less --max-memory than is free, or fewer --threads: the same command goes on from what is kept");
            trace(failure);
            return ExitCode.RESOURCES.value();
        }
        print("internal error: " + failure, "this is a bug; run again with -v and report the lines it prints");
        trace(failure);
        return ExitCode.INTERNAL.value();
    }

    /** What libtorch says where it got no memory, from the processor's or a card's; null where that is not what failed. */
    private static @Nullable String outsideMemory(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            int begin = Math.max(message.indexOf("DefaultCPUAllocator: "), message.indexOf("CUDA out of memory"));
            if (begin >= 0) {
                return message.substring(begin).lines().findFirst().orElse(message);
            }
        }
        return null;
    }

    /** Whether {@code failure} is what an interrupt made of waiting, computing or reading. */
    private static boolean interrupted(Throwable failure) {
        return causeOf(failure, InterruptedException.class) != null
                || causeOf(failure, CancellationException.class) != null
                || causeOf(failure, InterruptedIOException.class) != null
                || causeOf(failure, ClosedByInterruptException.class) != null;
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable failure, Class<T> type) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private void print(String what, String remedy) {
        err.println("zvrd: " + oneLine(what));
        err.println("      " + oneLine(remedy));
        err.flush();
    }

    private void trace(Throwable failure) {
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(err);
        }
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String what(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            return word + ": unknown " + (word.startsWith("-") ? "option" : "argument") + " of "
                    + command(failure).qualifiedName();
        }
        if (failure instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return missing.getMissing().stream().map(ErrorLines::name).collect(Collectors.joining(" and "))
                    + (missing.getMissing().size() == 1 ? ": is missing" : ": are missing");
        }
        if (String.valueOf(failure.getMessage()).equals("Missing required subcommand")) {
            return command(failure).qualifiedName() + ": a command is missing";
        }
        ArgSpec argument = failure.getArgSpec();
        if (argument != null && failure.getValue() != null) {
            return name(argument) + ": expected " + expected(argument) + ", got " + failure.getValue();
        }
        return String.valueOf(failure.getMessage());
    }

    private static String remedy(ParameterException failure) {
        CommandSpec command = command(failure);
        String help = "see " + command.qualifiedName() + " --help";
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            List<String> known = new ArrayList<>();
            if (word.startsWith("-")) {
                command.options().forEach(option -> known.addAll(List.of(option.names())));
            } else {
                known.addAll(command.subcommands().keySet());
            }
            String nearest = Spelling.nearest(word, known);
            return nearest == null ? help : "did you mean " + nearest + "? " + help;
        }
        return help;
    }

    private static CommandSpec command(ParameterException failure) {
        return failure.getCommandLine().getCommandSpec();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String expected(ArgSpec argument) {
        Class<?> type = argument.type();
        if (type.isEnum()) {
            return List.of(type.getEnumConstants()).stream()
                    .map(constant -> constant.toString())
                    .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        return type == double.class || type == Double.class ? "a number" : argument.paramLabel();
    }
}

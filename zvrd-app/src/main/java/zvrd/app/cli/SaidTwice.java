package zvrd.app.cli;

import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import zvrd.app.option.UsageError;

/** Finds options that were given two values. The second would not replace the first alone, but all of its group. */
final class SaidTwice {
    private SaidTwice() {}

    /**
     * Refuses an option that takes one value and was given again.
     *
     * @throws UsageError naming it
     */
    static void refuse(CommandLine program, String... args) {
        CommandSpec spec = program.getCommandSpec();
        Set<OptionSpec> seen = new HashSet<>();
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            CommandLine command = spec.subcommands().get(args[i]);
            if (command != null && seen.isEmpty()) {
                spec = command.getCommandSpec();
                continue;
            }
            int equals = args[i].startsWith("--") ? args[i].indexOf('=') : -1;
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            OptionSpec option = spec.findOption(name);
            if (option == null) {
                continue;
            }
            boolean takesValue = option.arity().min() > 0;
            if (takesValue && !option.isMultiValue() && !seen.add(option)) {
                throw new UsageError(
                        option.longestName() + ": is given twice", "say it once; nobody can know which was meant");
            }
            i += takesValue && equals < 0 ? 1 : 0; // its value, whatever it looks like
        }
    }
}

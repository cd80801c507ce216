package zvrd.app.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import zvrd.app.console.ByteSize;
import zvrd.backbone.Backbones;
import zvrd.backbone.Preset;
import zvrd.backbone.TaskTable;
import zvrd.degradation.Task;

/** The words of options that grow with the library, for help texts and for shells that complete them. */
public final class Words {
    private Words() {}

    /** The words of {@code --task}. */
    static final class Tasks extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Tasks() {
            super(Arrays.stream(Task.values()).map(Task::word).toList());
        }
    }

    /** The words of {@code --backbone}. */
    static final class Restorers extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Restorers() {
            super(Backbones.names());
            add(0, "auto");
        }
    }

    /** {@code commands} with the words that are understood everywhere. */
    public static CommandLine understoodBy(CommandLine commands) {
        return commands.registerConverter(Task.class, Task::parse)
                .registerConverter(Preset.class, Preset::parse)
                .registerConverter(ByteSize.class, ByteSize::parse)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** What can mend what, as the end of a help text. */
    public static String[] tableFooter(String example) {
        List<String> lines = new ArrayList<>(List.of("", "Which restorers can do a task, the default first:"));
        TaskTable.lines().forEach(line -> lines.add("  " + line));
        lines.addAll(List.of("", example));
        return lines.toArray(new String[0]);
    }
}

package zvrd.backbone;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import zvrd.UserError;
import zvrd.degradation.Task;

/** Which restorers can mend what: the one place where it is written. The first of a row measured best, and auto takes it. */
public final class TaskTable {
    private static final Map<Task, List<String>> ROWS = Map.ofEntries(
            row(Task.SUPER_RESOLUTION, "hqs", "ddnm", "diffpir", "gdp", "dps"),
            row(Task.DEBLUR, "hqs", "ddnm", "diffpir", "gdp", "dps"),
            row(Task.DENOISE, "hqs", "ddnm", "diffpir", "dps"),
            row(Task.INPAINT, "hqs", "ddnm", "diffpir", "gdp", "dps", "repaint"),
            row(Task.COLORIZE, "hqs", "ddnm", "diffpir", "gdp"),
            row(Task.OWN, "hqs", "ddnm", "diffpir", "gdp", "dps"),
            row(Task.LOW_LIGHT, "gdp"),
            row(Task.BLIND_SUPER_RESOLUTION, "gdp"));

    private TaskTable() {}

    /** The restorers that can do {@code task}, the best first. */
    public static List<String> restorers(Task task) {
        List<String> row = ROWS.get(task);
        if (row == null) {
            throw new IllegalStateException("no restorer is entered for task " + task.word());
        }
        return row;
    }

    /** A line for every task: its word, and its restorers. */
    public static List<String> lines() {
        int widest = Arrays.stream(Task.values())
                .mapToInt(task -> task.word().length())
                .max()
                .orElse(0);
        return Arrays.stream(Task.values())
                .map(task -> String.format("%-" + widest + "s  %s", task.word(), String.join(", ", restorers(task))))
                .toList();
    }

    /** The restorer that measured best at {@code task}. */
    static String best(Task task) {
        return restorers(task).get(0);
    }

    /** @throws UserError exit 2, naming those that can, where the restorer {@code name} cannot do {@code task} */
    static void require(String name, Task task) {
        List<String> able = restorers(task);
        if (!able.contains(name)) {
            throw Refusal.of(
                    "--backbone " + name + " cannot do --task " + task.word() + ", but " + listed(able) + " can",
                    "say --backbone " + able.get(0) + ", or leave out --backbone");
        }
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return last == 0
                ? names.get(0)
                : names.stream().limit(last).collect(Collectors.joining(", ")) + " and " + names.get(last);
    }

    private static Map.Entry<Task, List<String>> row(Task task, String... restorers) {
        return Map.entry(task, List.of(restorers));
    }
}

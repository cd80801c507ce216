package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.backbone.TaskTable;
import zvrd.degradation.Task;

class TaskTableDocumentTest {
    @Test
    void theHelpOfRestoreShowsTheTable() {
        String help = CommandLineRun.of("restore", "--help").out();
        assertThat(help.lines().map(String::strip)).containsAll(TaskTable.lines());
    }

    @ParameterizedTest
    @EnumSource
    void theReadmeShowsTheRowOf(Task task) throws IOException {
        List<String> readme = Files.readAllLines(Path.of("..", "README.md"));
        String restorers = String.join(", ", TaskTable.restorers(task));
        assertThat(readme)
                .as("a row of the README")
                .anyMatch(
                        line -> line.startsWith("| `" + task.word() + "` ") && line.endsWith("| " + restorers + " |"));
    }
}

package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Task;

class TaskTableTest {
    @ParameterizedTest
    @EnumSource
    void everyTaskHasRestorersAndEachOfThemOnce(Task task) {
        assertThat(TaskTable.restorers(task)).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void theRestorersOfTheTableAreThoseThatThereAre() {
        Set<String> entered = new HashSet<>();
        Arrays.stream(Task.values()).forEach(task -> entered.addAll(TaskTable.restorers(task)));
        assertThat(entered).containsExactlyInAnyOrderElementsOf(Backbones.names());
    }

    @ParameterizedTest
    @EnumSource
    void whatARestorerCannotDoIsRefusedInOneSentenceThatNamesOneThatCan(Task task) {
        for (String name : Backbones.names()) {
            if (TaskTable.restorers(task).contains(name)) {
                TaskTable.require(name, task);
                continue;
            }
            BackboneSettings wish = BackboneSettings.of(name, Preset.BALANCED, task);
            assertThatThrownBy(() -> Backbones.create(wish, Walk.SCHEDULE, new AverageDownsample(4), 0))
                    .hasMessageStartingWith("--backbone " + name + " cannot do --task " + task.word() + ", but ")
                    .hasMessageContaining(TaskTable.best(task))
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
        }
    }

    @Test
    void aLineNamesATaskAndItsRestorers() {
        assertThat(TaskTable.lines()).hasSameSizeAs(Task.values()).anyMatch(line -> line.matches("sr +hqs, .*"));
    }
}

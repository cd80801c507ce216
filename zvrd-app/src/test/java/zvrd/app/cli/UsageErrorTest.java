package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageErrorTest {
    @Test
    void aMistypedCommandIsAnsweredWithTheNearestOne() {
        var run = CommandLineRun.of("doctr");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("doctr");
        assertThat(run.err().get(1)).contains("did you mean doctor?");
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheNearestOne() {
        var run = CommandLineRun.of("doctor", "--jsn");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(1)).contains("--json").contains("zvrd doctor --help");
    }

    @Test
    void noCommandAtAllIsAUsageErrorToo() {
        var run = CommandLineRun.of();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasSize(2);
    }

    @Test
    void helpIsDataAndNoError() {
        var run = CommandLineRun.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("doctor").contains("Exit codes");
    }
}

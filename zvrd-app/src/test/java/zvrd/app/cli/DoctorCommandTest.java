package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {
    @Test
    void aMachineThatRunsTheseTestsCanRestore() {
        var run = CommandLineRun.of("doctor", "--json");
        assertThat(run.exitCode()).isZero();
        JsonNode findings = new JsonMapper().readTree(run.out());
        assertThat(findings.required("works").asBoolean()).isTrue();
        for (String subject : new String[] {"java", "libtorch", "ffmpeg", "encoder ffv1", "built-in prior"}) {
            assertThat(findings.required(subject).required("state").asString()).isEqualTo("fine");
        }
        assertThat(findings.required("processor").required("text").asString()).contains("--precision auto");
    }
}

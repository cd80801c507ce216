package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of {@code zvrd evaluate}. */
final class Evaluation {
    private Evaluation() {}

    /** With these words. */
    static CommandLineRun evaluate(Object... options) {
        List<String> all = new ArrayList<>(List.of("evaluate", "--progress", "none"));
        for (Object option : options) {
            all.add(option.toString());
        }
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    /** The report of one with these words that goes well and tells it on standard output. */
    static JsonNode report(Object... options) {
        CommandLineRun run = evaluate(options);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return new JsonMapper().readTree(run.out());
    }
}

package zvrd.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import zvrd.ExitCode;
import zvrd.app.console.Json;
import zvrd.app.console.Remarks;
import zvrd.app.machine.Finding;
import zvrd.app.machine.Machine;
import zvrd.app.machine.Parts;
import zvrd.app.option.UsageError;
import zvrd.degradation.OperatorLaws;
import zvrd.degradation.UserOperators;
import zvrd.weights.ModelStore;

/** {@code zvrd doctor}: looks at everything a restoration needs, and says what is missing. */
@Command(name = "doctor", description = "Tells what is installed, what is missing and what this machine can do.")
final class DoctorCommand implements Callable<Integer> {
    private final Remarks remarks;
    private final ModelStore store;

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            description = "Put an operator of your own through the laws of operators, and nothing else.")
    private @Nullable String operator;

    @Option(
            names = "--operator-path",
            paramLabel = "JAR",
            description = "The jar it is in, or a folder of jars or classes. Their code is run.")
    private List<Path> operatorPath = List.of();

    @Option(names = "--json", description = "The findings as JSON.")
    private boolean json;

    DoctorCommand(Remarks remarks, ModelStore store) {
        this.remarks = remarks;
        this.store = store;
    }

    @Override
    public Integer call() {
        if (operator == null && !operatorPath.isEmpty()) {
            throw new UsageError(
                    "--operator: is missing; --operator-path says where it is, and not what it is called",
                    "say for example --operator ghost");
        }
        return operator == null ? machine() : laws(operator);
    }

    private int laws(String name) {
        List<Finding> findings = new ArrayList<>();
        try (UserOperators all = UserOperators.in(operatorPath)) {
            for (OperatorLaws.Verdict verdict : OperatorLaws.of(all.get(name))) {
                findings.add(
                        verdict.holds()
                                ? Finding.fine(verdict.law(), verdict.found())
                                : Finding.broken(verdict.law(), verdict.found()));
            }
        }
        return tell(
                findings,
                name + " keeps the laws of operators",
                name + " breaks a law; see the lines with FAIL",
                ExitCode.INPUT);
    }

    private int machine() {
        return tell(
                findings(),
                "zvrd restore can work here",
                "zvrd restore cannot work here; see the lines with FAIL",
                ExitCode.RESOURCES);
    }

    private int tell(List<Finding> findings, String good, String bad, ExitCode failed) {
        boolean works = findings.stream().noneMatch(finding -> finding.grade() == Finding.Grade.BROKEN);
        if (json) {
            remarks.out().println(Json.text(asMap(findings, works)));
        } else {
            findings.forEach(finding -> remarks.out().println(finding.line()));
            remarks.say(works ? good : bad);
        }
        return (works ? ExitCode.DONE : failed).value();
    }

    private List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.add(Machine.java());
        findings.add(Machine.processor());
        findings.add(Machine.memory());
        findings.add(Machine.disk(Path.of("")));
        findings.add(Machine.libtorch());
        findings.add(Machine.card());
        findings.add(Parts.ffmpeg());
        findings.add(Parts.builtinModel());
        findings.addAll(Parts.encoders());
        findings.add(Parts.store(store));
        return findings;
    }

    private static Map<String, Object> asMap(List<Finding> findings, boolean works) {
        var map = new LinkedHashMap<String, Object>();
        map.put("works", works);
        for (Finding finding : findings) {
            map.put(finding.subject(), Map.of("state", finding.grade().toString(), "text", finding.text()));
        }
        return map;
    }
}

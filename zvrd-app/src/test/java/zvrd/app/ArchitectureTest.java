package zvrd.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;

/** The rooms of the application and the arrows between them, as ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "zvrd.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "zvrd.app.";

    /** What each room may use of the other rooms. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "report", Set.of(),
            "console", Set.of("report"),
            "machine", Set.of("console"),
            "option", Set.of("console"),
            "job", Set.of("option", "machine", "console"),
            "measure", Set.of("job", "option", "console", "report"),
            "paper", Set.of("job", "option", "console", "report"),
            "cli", Set.of("paper", "measure", "job", "option", "machine", "console", "report"));

    @ArchTest
    static final ArchRule arrowsPointOneWay = classes()
            .that()
            .resideInAPackage("zvrd.app..")
            .should(new ArchCondition<>("follow the arrows " + ARROWS) {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    Set<String> allowed = ARROWS.get(room(type));
                    if (allowed == null) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " lives in no room"));
                        return;
                    }
                    for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
                        JavaClass target = arrow.getTargetClass().getBaseComponentType();
                        String to = room(target);
                        if (target.getPackageName().startsWith(ROOT)
                                && !to.equals(room(type))
                                && !allowed.contains(to)) {
                            events.add(SimpleConditionEvent.violated(type, arrow.getDescription()));
                        }
                    }
                }
            });

    @ArchTest
    static final ArchRule pagesKnowNoCommandLine = noClasses()
            .that()
            .resideInAPackage("zvrd.app.report")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    /** The room of a class of ours. */
    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
    }
}

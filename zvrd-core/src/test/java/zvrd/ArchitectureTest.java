package zvrd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import zvrd.tensor.TensorScope;

/** The rooms and the arrows between them, as ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "zvrd", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** What each room may use of the other rooms; every room but media may also use tensor. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("tensor", Set.of()),
            Map.entry("media", Set.of()),
            Map.entry("journal", Set.of("media")),
            Map.entry("weights", Set.of("tensor")),
            Map.entry("nn", Set.of("tensor", "weights")),
            Map.entry("diffusion", Set.of("tensor", "nn")),
            Map.entry("degradation", Set.of("tensor")),
            Map.entry("backbone", Set.of("tensor", "diffusion", "degradation")),
            Map.entry("motion", Set.of("tensor", "nn", "weights")),
            Map.entry("semantic", Set.of("tensor", "nn", "weights")),
            Map.entry("temporal", Set.of("tensor", "backbone", "diffusion", "motion", "semantic", "nn")),
            Map.entry("metrics", Set.of("tensor", "degradation", "motion", "semantic", "nn", "weights")),
            Map.entry("train", Set.of("tensor", "nn", "diffusion", "weights")),
            Map.entry(
                    "restore",
                    Set.of(
                            "tensor",
                            "backbone",
                            "temporal",
                            "media",
                            "journal",
                            "weights",
                            "diffusion",
                            "degradation",
                            "motion",
                            "semantic",
                            "nn")));

    @ArchTest
    static final ArchRule everyClassLivesInARoom = classes()
            .that()
            .resideInAPackage("zvrd..")
            .should()
            .resideInAnyPackage(
                    "zvrd",
                    "zvrd.tensor",
                    "zvrd.media",
                    "zvrd.journal",
                    "zvrd.weights",
                    "zvrd.nn",
                    "zvrd.diffusion",
                    "zvrd.degradation",
                    "zvrd.backbone",
                    "zvrd.motion",
                    "zvrd.semantic",
                    "zvrd.temporal",
                    "zvrd.metrics",
                    "zvrd.train",
                    "zvrd.restore");

    @ArchTest
    static final ArchRule arrowsPointOneWay =
            classes().that().resideInAPackage("zvrd.*").should(new ArrowCondition(ARROWS));

    @ArchTest
    static final ArchRule nativeMemoryHasOneOwner = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(TensorScope.class.getName())
            .should()
            .dependOnClassesThat()
            .areAssignableTo(PointerScope.class);

    @ArchTest
    static final ArchRule nothingButTheCommandLineWritesToTheConsole = noClasses()
            .that()
            .resideInAPackage("zvrd..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule errorsHaveAType = noClasses().should().callConstructor(RuntimeException.class, String.class);

    /** The room of a class, or "" for the root package. */
    static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("zvrd.") ? name.substring("zvrd.".length()) : "";
    }
}

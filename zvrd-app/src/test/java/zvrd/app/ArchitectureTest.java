package zvrd.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the application: the command line uses pages, which know nothing of it. */
@AnalyzeClasses(packages = "zvrd.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule pagesKnowNoCommandLine = noClasses()
            .that()
            .resideInAPackage("zvrd.app.report")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("zvrd.app.cli", "picocli..");
}

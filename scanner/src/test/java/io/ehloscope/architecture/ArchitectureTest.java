package io.ehloscope.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The shape of the program: which way the data goes, and who may know what. */
@AnalyzeClasses(packages = "io.ehloscope", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.ehloscope.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule dataGoesOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("smtp")
            .definedBy("io.ehloscope.smtp..")
            .layer("evidence")
            .definedBy("io.ehloscope.evidence..")
            .layer("classify")
            .definedBy("io.ehloscope.classify..")
            .layer("yaml")
            .definedBy("io.ehloscope.yaml..")
            .layer("inventory")
            .definedBy("io.ehloscope.inventory..")
            .layer("plan")
            .definedBy("io.ehloscope.plan..")
            .layer("resolve")
            .definedBy("io.ehloscope.resolve..")
            .layer("dialogue")
            .definedBy("io.ehloscope.dialogue..")
            .layer("scan")
            .definedBy("io.ehloscope.scan..")
            .layer("drift")
            .definedBy("io.ehloscope.drift..")
            .layer("snapshot")
            .definedBy("io.ehloscope.snapshot..")
            .layer("history")
            .definedBy("io.ehloscope.history..")
            .layer("report")
            .definedBy("io.ehloscope.report..")
            .layer("metrics")
            .definedBy("io.ehloscope.metrics..")
            .layer("web")
            .definedBy("io.ehloscope.web..")
            .layer("service")
            .definedBy("io.ehloscope.service..")
            .layer("demo")
            .definedBy("io.ehloscope.demo..")
            .layer("cli")
            .definedBy("io.ehloscope.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("demo")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("service")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("web", "cli")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("report", "web", "cli")
            .whereLayer("dialogue")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("snapshot")
            .mayOnlyBeAccessedByLayers("metrics", "web", "service", "cli")
            .whereLayer("history")
            .mayOnlyBeAccessedByLayers("report", "metrics", "web", "cli")
            .whereLayer("drift")
            .mayOnlyBeAccessedByLayers("snapshot", "history", "report", "metrics", "web", "cli")
            .whereLayer("scan")
            .mayOnlyBeAccessedByLayers(
                    "drift", "snapshot", "history", "report", "metrics", "web", "service", "demo", "cli");

    @ArchTest
    static final ArchRule theGrammarAndTheJudgementArePure = noClasses()
            .that()
            .resideInAnyPackage("io.ehloscope.smtp..", "io.ehloscope.evidence..", "io.ehloscope.classify..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor..", "io.netty..", "io.micrometer..", "tools.jackson..", "org.slf4j..");

    @ArchTest
    static final ArchRule onlyTheEdgesSeeNetty = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.ehloscope.dialogue..",
                    "io.ehloscope.resolve..",
                    "io.ehloscope.web..",
                    "io.ehloscope.demo..",
                    "io.ehloscope.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor.netty..");

    @ArchTest
    static final ArchRule onlyTheHistoryKnowsItsDatabases = noClasses()
            .that()
            .resideOutsideOfPackages("io.ehloscope.history..", "io.ehloscope.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.r2dbc..", "org.h2..", "org.sqlite..", "java.sql..");

    @ArchTest
    static final ArchRule nobodyBlocksButTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("io.ehloscope.cli..")
            .should()
            .callMethod(reactor.core.publisher.Mono.class, "block")
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "blockLast")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule timeComesFromOutside = noClasses()
            .that()
            .resideOutsideOfPackage("io.ehloscope.cli..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC")
            .orShould()
            .callMethod(reactor.core.scheduler.Schedulers.class, "parallel")
            .orShould()
            .callMethod(reactor.core.publisher.Mono.class, "delay", java.time.Duration.class)
            .orShould()
            .callMethod(reactor.core.publisher.Mono.class, "timeout", java.time.Duration.class);

    @ArchTest
    static final ArchRule onlyTheCommandLineWritesToTheConsole = noClasses()
            .that()
            .resideOutsideOfPackage("io.ehloscope.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule nobodyWhoSeesServerTextLogs = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.ehloscope.dialogue..",
                    "io.ehloscope.resolve..",
                    "io.ehloscope.scan..",
                    "io.ehloscope.drift..",
                    "io.ehloscope.report..")
            // It tells of our own machine, in the words of our own system.
            .and()
            .doNotHaveSimpleName("Overload")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.slf4j..", "ch.qos.logback..");

    @ArchTest
    static final ArchRule nothingStaticChanges =
            fields().that().areStatic().should().beFinal().because("state belongs to whoever made it");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = classes()
            .should()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Utils")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Impl");
}

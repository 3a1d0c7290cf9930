package io.ehloscope.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
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
import java.util.Arrays;
import java.util.List;

/** The architecture: the order of packages, and which packages use libraries, time and the console. */
@AnalyzeClasses(packages = "io.ehloscope", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.ehloscope.";

    /** A package can use only the packages before it. */
    static final List<String> ORDER = List.of(
            "text",
            "time",
            "simulator",
            "smtp",
            "evidence",
            "yaml",
            "classify",
            "paste",
            "tls",
            "catalogue",
            "plan",
            "inventory",
            "resolve",
            "result",
            "dialogue",
            "scan",
            "drift",
            "snapshot",
            "json",
            "storage",
            "discovery",
            "history",
            "service",
            "metrics",
            "report",
            "runtime",
            "web.http",
            "web.exposition",
            "web.security",
            "web.pages",
            "web",
            "daemon",
            "demo",
            "cli");

    @ArchTest
    static final ArchRule packagesUseOnlyEarlierPackages = classes()
            .should(new ArchCondition<>("use only earlier packages") {
                @Override
                public void check(JavaClass user, ConditionEvents events) {
                    int own = rank(user);
                    for (Dependency each : user.getDirectDependenciesFromSelf()) {
                        JavaClass used = each.getTargetClass().getBaseComponentType();
                        if (used.getPackageName().startsWith(ROOT) && rank(used) > own) {
                            events.add(SimpleConditionEvent.violated(each, each.getDescription()));
                        }
                    }
                }
            });

    @ArchTest
    static final ArchRule grammarEvidenceAndClassificationArePure = noClasses()
            .that()
            .resideInAnyPackage(in("text", "smtp", "evidence", "classify", "paste", "plan", "result", "drift"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor..", "io.netty..", "io.micrometer..", "tools.jackson..", "org.slf4j..");

    @ArchTest
    static final ArchRule onlyTheNetworkUsesNetty = noClasses()
            .that()
            .resideOutsideOfPackages(in(
                    "dialogue",
                    "tls",
                    "resolve",
                    "simulator",
                    "demo",
                    "runtime",
                    "discovery",
                    "web",
                    "web.http",
                    "web.exposition",
                    "web.security",
                    "web.pages"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor.netty..");

    @ArchTest
    static final ArchRule onlyTheHistoryUsesDatabases = noClasses()
            .that()
            .resideOutsideOfPackages(in("history"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.r2dbc..", "org.h2..", "org.sqlite..", "java.sql..");

    @ArchTest
    static final ArchRule onlyCommandsAndTheDaemonBlock = noClasses()
            .that()
            .resideOutsideOfPackages(in("cli", "daemon"))
            .should()
            .callMethod(reactor.core.publisher.Mono.class, "block")
            .orShould()
            .callMethod(reactor.core.publisher.Mono.class, "block", java.time.Duration.class)
            .orShould()
            .callMethod(reactor.core.publisher.Mono.class, "toFuture")
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "blockFirst")
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "blockLast")
            .orShould()
            .callMethod(java.util.concurrent.CompletableFuture.class, "join")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule timeComesFromOutside = noClasses()
            .that()
            .resideOutsideOfPackages(in("time"))
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
            .callMethod(reactor.core.publisher.Mono.class, "timeout", java.time.Duration.class)
            .orShould()
            .callMethod(
                    reactor.core.publisher.Mono.class,
                    "timeout",
                    java.time.Duration.class,
                    reactor.core.publisher.Mono.class)
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "interval", java.time.Duration.class);

    @ArchTest
    static final ArchRule onlyCommandsWriteToTheConsole = noClasses()
            .that()
            .resideOutsideOfPackages(in("cli"))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    /** Log lines could contain text from servers. */
    @ArchTest
    static final ArchRule packagesThatReceiveServerTextDoNotLog = noClasses()
            .that()
            .resideInAnyPackage(in("smtp", "dialogue", "tls", "resolve", "scan", "drift", "report"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.slf4j..", "ch.qos.logback..");

    @ArchTest
    static final ArchRule staticFieldsAreFinal =
            fields().that().areStatic().should().beFinal().because("state belongs to the object that made it");

    @ArchTest
    static final ArchRule classNamesHaveNoVagueSuffix = classes()
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

    private static String[] in(String... packages) {
        return Arrays.stream(packages).map(each -> ROOT + each).toArray(String[]::new);
    }

    private static int rank(JavaClass type) {
        int rank = ORDER.indexOf(type.getPackageName().substring(ROOT.length()));
        if (rank < 0) {
            throw new AssertionError("add " + type.getPackageName() + " to the order of packages");
        }
        return rank;
    }
}

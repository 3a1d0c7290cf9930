package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.daemon.Daemon;
import io.ehloscope.daemon.DaemonSettings;
import io.ehloscope.daemon.EngineScope;
import io.ehloscope.daemon.PlanSource;
import io.ehloscope.demo.DemoOrganisation;
import io.ehloscope.demo.SimulatedFleet;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Trust;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.runtime.ExitCode;
import io.ehloscope.runtime.RuntimeLimits;
import io.ehloscope.runtime.ShutdownSignal;
import io.ehloscope.time.TimeSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

/** {@code demo}: scans a simulated fleet and serves the results, without configuration and without network. */
@Command(
        name = "demo",
        description = "Start a simulated mail fleet on loopback, scan it, print the table, then serve metrics.",
        footer = {"", "Needs no configuration and no network."})
final class DemoCommand implements Callable<Integer> {

    /** The fleet starts within a second; on a busy machine, it can take more than five. */
    private static final Duration START = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int METRICS_SHOWN = 5;

    @Option(names = "--once", description = "Scan once and exit.")
    private boolean once;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private WebOptions web = new WebOptions();

    @Override
    public Integer call() {
        if (!once) {
            web.requireFreePorts();
        }
        TimeSource time = TimeSource.system();
        Catalogue catalogue = Catalogue.load();
        SimulatedFleet fleet = SimulatedFleet.start(DemoOrganisation.create(), time.clock())
                .timeout(START, Mono.empty(), time.timers())
                .block(START.multipliedBy(2));
        if (fleet == null) {
            throw CommandException.incomplete("the simulated fleet did not start");
        }
        try {
            Plan plan = selection
                    .narrow(new Inventories(catalogue).plan("demo", inventory(fleet.inventoryYaml())))
                    .trusting(new Trust("the demo", List.of(fleet.authority())));
            System.err.println(fleet.describe());
            ScanResult scan = scanOnce(catalogue, plan, fleet);
            if (scan == null || scan.summary().outcome() == ScanSummary.Outcome.INTERRUPTED) {
                return ExitCode.INCOMPLETE.code();
            }
            if (output.format() == ReportFormat.TABLE && output.file() == null) {
                showMetrics(scan);
            }
            if (!once) {
                new Daemon(
                                catalogue,
                                PlanSource.ofProgram("demo", fleet.inventoryYaml()),
                                new DemoNames(fleet.names()),
                                new DaemonSettings(
                                        web.settings(), StorageOptions.inMemory(), RuntimeLimits.NONE, false))
                        .run(plan, scan);
            }
            return ExitCode.CLEAN.code();
        } finally {
            fleet.stop().timeout(PATIENCE, Mono.empty(), time.timers()).block(PATIENCE.multipliedBy(2));
        }
    }

    private @Nullable ScanResult scanOnce(Catalogue catalogue, Plan plan, SimulatedFleet fleet) {
        AtomicReference<RecordedReport> kept = new AtomicReference<>();
        try (ShutdownSignal shutdown = new ShutdownSignal(PATIENCE);
                EngineScope scope = EngineScope.open(new DemoNames(fleet.names()))) {
            ScanSession session = new ScanSession(
                    scope.engine(),
                    output,
                    (whole, out, style) -> {
                        RecordedReport report =
                                new RecordedReport(whole, output.format().open(whole, out, style));
                        kept.set(report);
                        return report;
                    },
                    new Terminal(System.getenv()));
            ScanSummary summary = session.run(plan, catalogue.classifier(plan.profiles()), shutdown.signal());
            shutdown.done(
                    summary.outcome() == ScanSummary.Outcome.COMPLETED
                            ? ExitCode.CLEAN.code()
                            : ExitCode.INCOMPLETE.code());
            RecordedReport report = kept.get();
            return report == null ? null : report.scan();
        }
    }

    /** Prints some of the most important series in the exposition format. */
    private void showMetrics(ScanResult scan) {
        System.out.println();
        System.out.println("Some of the metrics:");
        scan.results().stream()
                .filter(each -> each.assessment().missingExchangeVerbs() != null
                        && each.assessment().missingExchangeVerbs() > 0)
                .limit(METRICS_SHOWN)
                .forEach(each -> System.out.println(
                        "  ehlo_missing_exchange_verbs{site=\"" + each.target().site()
                                + "\",target=\"" + each.target().id() + "\"} "
                                + each.assessment().missingExchangeVerbs()));
        System.out.println(
                once ? "Without --once, they are served until Ctrl-C." : "Served until Ctrl-C, at the address below.");
        System.out.flush();
    }

    private static ByteArrayInputStream inventory(String yaml) {
        return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    }
}

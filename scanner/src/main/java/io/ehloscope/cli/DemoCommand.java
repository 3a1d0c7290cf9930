package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.demo.DemoOrganisation;
import io.ehloscope.demo.SimulatedFleet;
import io.ehloscope.plan.Plan;
import io.ehloscope.scan.ScanObserver;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: the whole product on a simulated fleet; no configuration, no network. */
@Command(
        name = "demo",
        description = "Start a simulated mail fleet on loopback, scan it, print the table, then serve metrics.",
        footer = {"", "Needs no configuration and no network."})
final class DemoCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(names = "--once", description = "Scan once and end.")
    private boolean once;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private WebOptions web = new WebOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() {
        log.apply();
        Catalogue catalogue = Catalogue.load();
        SimulatedFleet fleet = SimulatedFleet.start(DemoOrganisation.create(), Clock.systemUTC())
                .block(PATIENCE);
        if (fleet == null) {
            throw CommandException.incomplete("the simulated fleet did not start");
        }
        try {
            Plan plan = selection.narrow(new Inventories(catalogue).plan("demo", inventory(fleet)));
            System.err.println(fleet.describe());
            scanOnce(catalogue, plan, fleet);
            if (!once) {
                new Daemon(catalogue, plan, new DemoNames(fleet.names())).run(web);
            }
            return ExitCode.CLEAN.code();
        } finally {
            fleet.stop().block(PATIENCE);
        }
    }

    private void scanOnce(Catalogue catalogue, Plan plan, SimulatedFleet fleet) {
        try (Interruption interruption = new Interruption(PATIENCE);
                Engine engine = new Engine(
                        plan, catalogue.classifier(plan.profiles()), new DemoNames(fleet.names()), ScanObserver.NONE)) {
            new ScanSession(engine, output, output.format()::open, new Terminal(System.getenv()))
                    .run(plan, interruption.signal());
            interruption.done(ExitCode.CLEAN.code());
        }
    }

    private static ByteArrayInputStream inventory(SimulatedFleet fleet) {
        return new ByteArrayInputStream(fleet.inventoryYaml().getBytes(StandardCharsets.UTF_8));
    }
}

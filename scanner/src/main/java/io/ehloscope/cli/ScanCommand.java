package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.plan.Plan;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.scan.ScanSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code scan INVENTORY}: one scan, the report on stdout. */
@Command(
        name = "scan",
        description = "Scan every server of an inventory once.",
        footer = {
            "",
            "Exit codes: 0 nothing found, 1 findings, 2 a mistake in the call or the inventory, 3 not completed."
        })
final class ScanCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(paramLabel = "INVENTORY", description = "The YAML inventory; - reads it from stdin.")
    private Path inventory = Path.of("-");

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ExitOptions exit = new ExitOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() {
        log.apply();
        Catalogue catalogue = Catalogue.load();
        Plan plan = Descriptors.fitting(selection.narrow(new Inventories(catalogue).plan(inventory)));
        try (Interruption interruption = new Interruption(PATIENCE);
                Engine engine = new Engine(plan, catalogue.classifier(plan.profiles()), null, ScanObserver.NONE)) {
            ScanSession session = new ScanSession(engine, output, output.format()::open, new Terminal(System.getenv()));
            ScanSummary summary = session.run(plan, interruption.signal());
            return interruption.done(exit.code(summary));
        }
    }
}

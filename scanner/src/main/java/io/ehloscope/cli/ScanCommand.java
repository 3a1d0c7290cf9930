package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.daemon.EngineScope;
import io.ehloscope.drift.Baseline;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.json.BaselineException;
import io.ehloscope.json.BaselineReader;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.runtime.FileDescriptorLimit;
import io.ehloscope.runtime.ShutdownSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scan INVENTORY}: scans once and writes the report to stdout. */
@Command(
        name = "scan",
        description = "Scan every server of an inventory once.",
        footer = {
            "",
            "Exit codes: 0 nothing found, 1 findings of severity warning or more, 2 usage or inventory error,"
                    + " 3 not completed."
        })
final class ScanCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(paramLabel = "INVENTORY", description = "The YAML inventory; - reads it from stdin.")
    private Path inventory = Path.of("-");

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Show what changed since an earlier scan, whose -o json or -o ndjson output is in this file.")
    private @Nullable Path baseline;

    @Mixin
    private ExitOptions exit = new ExitOptions();

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.load();
        Plan plan = FileDescriptorLimit.fitting(selection.narrow(new Inventories(catalogue).plan(inventory)));
        Baseline before = before();
        ScanStatus status = exit.status(output);
        try (ShutdownSignal shutdown = new ShutdownSignal(PATIENCE);
                EngineScope scope = EngineScope.open(null)) {
            ScanSession session = new ScanSession(
                    scope.engine(),
                    output,
                    (whole, out, style) ->
                            status.counting(out, to -> output.format().open(whole, to, style, before)),
                    new Terminal(System.getenv()));
            ScanSummary summary = session.run(plan, catalogue.classifier(plan.profiles()), shutdown.signal());
            return shutdown.done(status.finish(summary));
        }
    }

    private Baseline before() {
        if (baseline == null) {
            return Baseline.NONE;
        }
        try {
            Baseline whole = BaselineReader.read(baseline);
            return selection.isPart() ? whole.forPart() : whole;
        } catch (BaselineException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }
}

package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.daemon.Daemon;
import io.ehloscope.daemon.DaemonSettings;
import io.ehloscope.daemon.InventorySource;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.plan.Plan;
import io.ehloscope.runtime.FileDescriptorLimit;
import io.ehloscope.runtime.HeapEstimate;
import io.ehloscope.runtime.RuntimeLimits;
import io.ehloscope.runtime.ShutdownSignal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serve INVENTORY}: scans immediately and at every interval, and serves the results. */
@Command(name = "serve", description = "Scan an inventory periodically and serve the results as Prometheus metrics.")
final class ServeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "INVENTORY", description = "The YAML inventory; - reads it from stdin.")
    private Path inventory = Path.of("-");

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private WebOptions web = new WebOptions();

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Mixin
    private RuntimeOptions runtime = new RuntimeOptions();

    @Option(
            names = "--inventory.auto-reload",
            description = "Reload the inventory when it, or a list of hosts that it names, has changed.")
    private boolean autoReload;

    @Override
    public Integer call() {
        try (ShutdownSignal shutdown = new ShutdownSignal(Daemon.PATIENCE)) {
            Catalogue catalogue = Catalogue.load();
            RuntimeLimits limits = runtime.limits();
            InventorySource source = new InventorySource(
                    new Inventories(catalogue),
                    inventory,
                    plan -> HeapEstimate.warned(FileDescriptorLimit.fitting(limits.fitting(selection.narrow(plan)))),
                    storage.sources());
            Plan plan = source.first();
            return new Daemon(
                            catalogue,
                            source,
                            null,
                            new DaemonSettings(web.settings(), storage.settings(), limits, autoReload))
                    .run(plan, null, shutdown);
        }
    }
}

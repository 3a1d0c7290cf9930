package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.daemon.EngineScope;
import io.ehloscope.daemon.SourcedPlan;
import io.ehloscope.drift.Baseline;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.inventory.NamedServers;
import io.ehloscope.inventory.ServerSettings;
import io.ehloscope.json.BaselineException;
import io.ehloscope.json.BaselineReader;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.runtime.FileDescriptorLimit;
import io.ehloscope.runtime.ShutdownSignal;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scan INVENTORY}, {@code scan HOST…}, {@code scan --hosts FILE}: scans once and writes the report to stdout. */
@Command(
        name = "scan",
        description = "Scan once: every server of an inventory, or the servers that are named here.",
        footer = {
            "",
            "A HOST is what an inventory has as a server: a name, an address, a range like hub[01-40].example.com, a block"
                    + " like 192.0.2.0/28, or mx:example.com, each with or without a port. An argument that ends in .yml or"
                    + " .yaml, that is an existing file, or that is - is an inventory. The options --port, --profile,"
                    + " --starttls, --tls, --resolve, --ca-file, --ehlo-name and --attempts are for HOST and --hosts.",
            "",
            "Exit codes: 0 nothing found, 1 findings of severity warning or more, 2 usage or inventory error,"
                    + " 3 not completed."
        })
final class ScanCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(
            paramLabel = "INVENTORY|HOST",
            arity = "0..*",
            description = "One YAML inventory (- reads it from stdin), or one or more servers.")
    private List<String> sources = List.of();

    @Option(
            names = "--hosts",
            paramLabel = "FILE",
            description = "Scan the servers of this file, one in each line; - reads it from stdin.")
    private @Nullable Path hosts;

    @Mixin
    private ServerOptions servers = new ServerOptions();

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
        Plan plan = FileDescriptorLimit.fitting(selection.narrow(plan(new Inventories(catalogue))));
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

    private Plan plan(Inventories inventories) {
        ServerSettings settings = servers.given();
        ScanSource source = ScanSource.of(sources, hosts, settings, ScanCommand::isFile);
        if (source instanceof ScanSource.InventoryFile inventory) {
            return inventory(inventories, inventory.file());
        }
        NamedServers named = source instanceof ScanSource.ServerFile list
                ? NamedServers.ofFile(list.file())
                : NamedServers.ofArguments(sources);
        return inventories.plan(named, "hosts", settings);
    }

    /** Reads an inventory. If it is invalid and its name is not that of YAML, suggests that it is a list of servers. */
    private static Plan inventory(Inventories inventories, Path file) {
        try {
            return SourcedPlan.of(inventories, file);
        } catch (ConfigException e) {
            Problem first = e.problems().get(0);
            boolean yaml = file.toString().toLowerCase(Locale.ROOT).matches(".*\\.ya?ml");
            if (yaml || !Files.isRegularFile(file)) {
                throw e;
            }
            String hint = "if this file lists one server per line: ehloscope scan --hosts " + file;
            String both = first.suggestion() == null ? hint : first.suggestion() + "; " + hint;
            Problem hinted = new Problem(first.file(), first.location(), first.sentence(), both);
            throw e.with(each -> each.equals(first) ? hinted : each);
        }
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException noPath) {
            return false;
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

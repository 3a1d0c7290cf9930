package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.daemon.EngineScope;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.report.Advice;
import io.ehloscope.report.DialogueReport;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.runtime.ShutdownSignal;
import io.ehloscope.yaml.ConfigException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probe HOST[:PORT]}: probes one server and prints the dialogue line by line. */
@Command(
        name = "probe",
        description = "Probe one server and show the dialogue, the timings, the verdict and the reasons.")
public final class ProbeCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Parameters(paramLabel = "HOST[:PORT]", description = "A name or an address (default port: 25).")
    private String server = "";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The profile to compare the answer with (default: auto).")
    private String profile = "auto";

    @Option(names = "--starttls", paramLabel = "MODE", description = "off, observe or negotiate (default: observe).")
    private String starttls = "observe";

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description = "starttls, or implicit: TLS from the first byte, as on port 465 (default: starttls).")
    private String tls = "starttls";

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM certificates to trust in addition to those that this Java trusts.")
    private @Nullable String caFile;

    @Option(
            names = "--ehlo-name",
            paramLabel = "NAME",
            description = "The name to send in EHLO (default: this machine's).")
    private @Nullable String ehloName;

    @Option(names = "--attempts", paramLabel = "N", description = "The maximum number of attempts (default: 1).")
    private int attempts = 1;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ExitOptions exit = new ExitOptions();

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.load();
        Plan plan = plan(catalogue);
        try (ShutdownSignal shutdown = new ShutdownSignal(PATIENCE);
                EngineScope scope = EngineScope.open(null)) {
            ScanSession session = new ScanSession(
                    scope.engine(),
                    output,
                    (whole, out, style) -> output.format() == ReportFormat.TABLE
                            ? new DialogueReport(
                                    out, new Advice(catalogue.verbs(), catalogue.findings()), style.columns())
                            : output.format().open(whole, out, style),
                    new Terminal(System.getenv()));
            return shutdown.done(
                    exit.code(session.run(plan, catalogue.classifier(plan.profiles()), shutdown.signal())));
        }
    }

    /** Returns a plan of one target; reports every problem as a usage error, because the server is an argument. */
    private Plan plan(Catalogue catalogue) {
        Plan plan = read(catalogue);
        boolean one = plan.targets().size() == 1 && plan.targets().get(0).kind() != Target.Kind.MX;
        if (!one || server.startsWith("file:")) {
            throw CommandException.usage("\"" + server
                    + "\" is not a single server; probe accepts a name or an address; to check several servers, scan an"
                    + " inventory");
        }
        return plan;
    }

    private Plan read(Catalogue catalogue) {
        try {
            return new Inventories(catalogue)
                    .plan("argument", new ByteArrayInputStream(inventory().getBytes(StandardCharsets.UTF_8)));
        } catch (ConfigException e) {
            throw CommandException.usage(e.problems().stream()
                    .map(problem ->
                            problem.sentence() + (problem.suggestion() == null ? "" : "; " + problem.suggestion()))
                    .collect(Collectors.joining("\n")));
        }
    }

    /** Returns an inventory with this one server, so that it is parsed and validated like any other. */
    private String inventory() {
        String name = ehloName == null ? "" : "ehlo_name: " + quoted(ehloName) + "\n";
        String trust = caFile == null ? "" : "tls_config: {ca_file: " + quoted(caFile) + "}\n";
        return "version: 1\n" + name + trust + "defaults: {retry: {attempts: " + attempts + "}}\n"
                + "sites: [{name: probe, servers: [{host: " + quoted(server) + ", profile: " + quoted(profile)
                + ", starttls: " + quoted(starttls) + ", tls: " + quoted(tls) + "}]}]\n";
    }

    /** Returns a single-quoted YAML scalar. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

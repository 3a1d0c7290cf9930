package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Profile;
import io.ehloscope.daemon.EngineScope;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.report.Advice;
import io.ehloscope.report.DialogueReport;
import io.ehloscope.report.Report;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.runtime.ShutdownSignal;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.text.Spelling;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.ValueType;
import java.io.ByteArrayInputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        description = "Probe one server and show the dialogue, the timings, the verdict and the findings.",
        footer = {
            "",
            "With --inventory, HOST[:PORT] is a target of that inventory, and the probe uses its settings, as a scan"
                    + " would. Options that are given replace them."
        })
public final class ProbeCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Parameters(paramLabel = "HOST[:PORT]", description = "A name or an address (default port: 25).")
    private String server = "";

    @Option(
            names = "--inventory",
            paramLabel = "FILE",
            description = "Probe a target of this inventory exactly as a scan of it would; - reads it from stdin.")
    private @Nullable Path inventory;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The profile to compare the answer with (default: auto).")
    private @Nullable String profile;

    @Option(names = "--starttls", paramLabel = "MODE", description = "off, observe or negotiate (default: observe).")
    private @Nullable String starttls;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description = "starttls, or implicit: TLS from the first byte, as on port 465 (default: starttls).")
    private @Nullable String tls;

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
    private @Nullable Integer attempts;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ExitOptions exit = new ExitOptions();

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.load();
        Plan alone = alone(catalogue);
        ScanStatus status = exit.status(output);
        try (ShutdownSignal shutdown = new ShutdownSignal(PATIENCE);
                EngineScope scope = EngineScope.open(null)) {
            Plan plan = inventory == null ? alone : member(catalogue, alone, inventory, scope, shutdown);
            ScanSession session = new ScanSession(
                    scope.engine(),
                    output,
                    (whole, out, style) -> status.counting(out, to -> report(catalogue, whole, to, style)),
                    new Terminal(System.getenv()));
            return shutdown.done(
                    status.finish(session.run(plan, catalogue.classifier(plan.profiles()), shutdown.signal())));
        }
    }

    private Report report(Catalogue catalogue, Plan whole, Writer out, Style style) {
        return output.format() == ReportFormat.TABLE
                ? new DialogueReport(out, new Advice(catalogue.verbs(), catalogue.findings()), style.columns())
                : output.format().open(whole, out, style);
    }

    /** Returns the plan of the target in the inventory, with the settings that the options replace. */
    private Plan member(Catalogue catalogue, Plan alone, Path file, EngineScope scope, ShutdownSignal shutdown) {
        Plan fleet = new Inventories(catalogue).plan(file);
        if (profile != null) {
            rejectUnknown(profile, fleet);
        }
        InventoryMember member =
                new InventoryMember(fleet, server, alone.targets().get(0));
        Target found = member.in(fleet);
        if (found == null) {
            Plan domains = fleet.withTargets(fleet.targets().stream()
                    .filter(each -> each.kind() == Target.Kind.MX)
                    .toList());
            ResolvedPlan hosts = scope.engine()
                    .alone(domains, catalogue.classifier(fleet.profiles()))
                    .locate(domains, shutdown.signal())
                    .blockOptional()
                    .orElseThrow();
            found = member.in(hosts.plan());
            if (found == null) {
                throw CommandException.usage(member.absence(hosts));
            }
        }
        Plan plan = fleet.withTargets(List.of(overridden(found, alone.targets().get(0))));
        plan = ehloName == null ? plan : plan.withEhloName(alone.ehloName());
        return caFile == null ? plan : plan.trusting(alone.trust());
    }

    private Target overridden(Target found, Target given) {
        Settings settings = found.settings();
        settings = profile == null ? settings : settings.withProfile(profile);
        settings = starttls == null
                ? settings
                : settings.withStarttls(given.settings().starttls());
        settings = tls == null ? settings : settings.withTls(given.settings().tls());
        settings = attempts == null
                ? settings
                : settings.withRetry(settings.retry().withAttempts(attempts));
        return found.withSettings(settings);
    }

    private static void rejectUnknown(String profile, Plan fleet) {
        if (!profile.equals(Profile.AUTO) && !fleet.profiles().containsKey(profile)) {
            String nearest = Spelling.nearest(profile, fleet.profiles().keySet());
            throw CommandException.usage("unknown profile " + ValueType.quoted(profile) + " in " + fleet.source()
                    + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
        }
    }

    /** Returns a plan of the server alone; reports every problem as a usage error, because the server is an argument. */
    private Plan alone(Catalogue catalogue) {
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
                    .plan("argument", new ByteArrayInputStream(arguments().getBytes(StandardCharsets.UTF_8)));
        } catch (ConfigException e) {
            throw CommandException.usage(e.problems().stream()
                    .map(problem ->
                            problem.sentence() + (problem.suggestion() == null ? "" : "; " + problem.suggestion()))
                    .collect(Collectors.joining("\n")));
        }
    }

    /**
     * Returns an inventory with this one server and the options, so that they are parsed and validated like any other. A
     * profile can be one of the other inventory's, which this one does not know.
     */
    private String arguments() {
        String name = ehloName == null ? "" : "ehlo_name: " + quoted(ehloName) + "\n";
        String trust = caFile == null ? "" : "tls_config: {ca_file: " + quoted(caFile) + "}\n";
        return "version: 1\n" + name + trust + "defaults: {retry: {attempts: " + (attempts == null ? 1 : attempts)
                + "}}\nsites: [{name: probe, servers: [{host: " + quoted(server)
                + (profile == null || inventory != null ? "" : ", profile: " + quoted(profile))
                + (starttls == null ? "" : ", starttls: " + quoted(starttls))
                + (tls == null ? "" : ", tls: " + quoted(tls)) + "}]}]\n";
    }

    /** Returns a single-quoted YAML scalar. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

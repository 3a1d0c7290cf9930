package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Profile;
import io.ehloscope.daemon.EngineScope;
import io.ehloscope.daemon.SourcedPlan;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.inventory.NamedServers;
import io.ehloscope.inventory.ServerSettings;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.report.Advice;
import io.ehloscope.report.DialogueReport;
import io.ehloscope.report.LiveDialogues;
import io.ehloscope.report.Report;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.runtime.ShutdownSignal;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.text.Spelling;
import io.ehloscope.yaml.ValueType;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probe HOST[:PORT]…}: probes single servers and prints each dialogue line by line while it runs. */
@Command(
        name = "probe",
        description =
                "Probe one or more servers and show the dialogue, the timings, the verdict and the findings of each.",
        footer = {
            "",
            "Each HOST is a name or an address. To probe a range, a block or the MX hosts of a domain, use scan.",
            "",
            "With --inventory, each HOST[:PORT] is a target of that inventory, and the probe uses its settings, as a scan"
                    + " would. Options that are given replace them. The exit code is that of the worst server."
        })
public final class ProbeCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Parameters(
            paramLabel = "HOST[:PORT]",
            arity = "1..*",
            description = "A name or an address (default port: 25); several are probed at once.")
    private List<String> servers = List.of();

    @Option(
            names = "--inventory",
            paramLabel = "FILE",
            description = "Probe targets of this inventory exactly as a scan of it would; - reads it from stdin.")
    private @Nullable Path inventory;

    @Mixin
    private ServerOptions options = new ServerOptions();

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
            Plan plan = inventory == null ? alone : members(catalogue, alone, inventory, scope, shutdown);
            LiveDialogues live = isLive(status) ? new LiveDialogues() : null;
            ScanSession session = new ScanSession(
                    scope.engine(),
                    output,
                    (whole, out, style) -> status.counting(out, to -> report(catalogue, whole, to, style, live)),
                    new Terminal(System.getenv()),
                    live);
            return shutdown.done(
                    status.finish(session.run(plan, catalogue.classifier(plan.profiles()), shutdown.signal())));
        }
    }

    /**
     * Whether stdout shows the dialogue while it runs: as text and of one server, unless the status line of a plug-in
     * comes first.
     */
    private boolean isLive(ScanStatus status) {
        return servers.size() == 1
                && output.format() == ReportFormat.TABLE
                && output.file() == null
                && !status.hasLine();
    }

    private Report report(Catalogue catalogue, Plan whole, Writer out, Style style, @Nullable LiveDialogues live) {
        return output.format() == ReportFormat.TABLE
                ? new DialogueReport(out, new Advice(catalogue.verbs(), catalogue.findings()), style.columns(), live)
                : output.format().open(whole, out, style);
    }

    /** Returns the plan of the targets in the inventory, with the settings that the options replace. */
    private Plan members(Catalogue catalogue, Plan alone, Path file, EngineScope scope, ShutdownSignal shutdown) {
        ServerSettings given = options.given();
        Plan fleet = SourcedPlan.of(new Inventories(catalogue), file);
        if (given.port() != null) {
            throw CommandException.usage("--port: with --inventory, write the port of the target as HOST:PORT");
        }
        if (given.profile() != null) {
            rejectUnknown(given.profile(), fleet);
        }
        List<InventoryMember> members = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            members.add(
                    new InventoryMember(fleet, servers.get(i), alone.targets().get(i)));
        }
        Plan plan = fleet.withTargets(found(members, catalogue, fleet, scope, shutdown).stream()
                .distinct()
                .map(each -> overridden(each, alone.targets().get(0), given))
                .toList());
        plan = given.ehloName() == null ? plan : plan.withEhloName(alone.ehloName());
        return given.caFile() == null ? plan : plan.trusting(alone.trust());
    }

    /** Returns the target of each member; looks up the MX hosts of the inventory's domains only if one is missing. */
    private static List<Target> found(
            List<InventoryMember> members,
            Catalogue catalogue,
            Plan fleet,
            EngineScope scope,
            ShutdownSignal shutdown) {
        ResolvedPlan hosts = null;
        List<Target> all = new ArrayList<>();
        for (InventoryMember member : members) {
            Target found = member.in(fleet);
            if (found == null) {
                hosts = hosts == null ? mxHosts(catalogue, fleet, scope, shutdown) : hosts;
                found = member.in(hosts.plan());
                if (found == null) {
                    throw CommandException.usage(member.absence(hosts));
                }
            }
            all.add(found);
        }
        return all;
    }

    private static ResolvedPlan mxHosts(Catalogue catalogue, Plan fleet, EngineScope scope, ShutdownSignal shutdown) {
        Plan domains = fleet.withTargets(fleet.targets().stream()
                .filter(each -> each.kind() == Target.Kind.MX)
                .toList());
        return scope.engine()
                .alone(domains, catalogue.classifier(fleet.profiles()))
                .locate(domains, shutdown.signal())
                .blockOptional()
                .orElseThrow();
    }

    private static Target overridden(Target found, Target parsed, ServerSettings given) {
        Settings from = parsed.settings();
        Settings settings = found.settings();
        settings = given.profile() == null ? settings : settings.withProfile(given.profile());
        settings = given.starttls() == null ? settings : settings.withStarttls(from.starttls());
        settings = given.tls() == null ? settings : settings.withTls(from.tls());
        settings = given.resolve() == null ? settings : settings.withResolve(from.resolve());
        settings = given.attempts() == null
                ? settings
                : settings.withRetry(settings.retry().withAttempts(from.retry().attempts()));
        return found.withSettings(settings);
    }

    private static void rejectUnknown(String profile, Plan fleet) {
        if (!profile.equals(Profile.AUTO) && !fleet.profiles().containsKey(profile)) {
            String nearest = Spelling.nearest(profile, fleet.profiles().keySet());
            throw CommandException.usage("unknown profile " + ValueType.quoted(profile) + " in " + fleet.source()
                    + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
        }
    }

    /**
     * Returns a plan of the servers alone, one target for each argument. A profile can be one of the other inventory's,
     * which this plan does not know.
     */
    private Plan alone(Catalogue catalogue) {
        ServerSettings settings = options.withAttempts(1);
        NamedServers named = NamedServers.ofSingles(servers);
        return new Inventories(catalogue)
                .plan(named, "probe", inventory == null ? settings : settings.withoutProfile());
    }
}

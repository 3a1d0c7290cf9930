package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.inventory.InventoryException;
import io.ehloscope.inventory.Retry;
import io.ehloscope.inventory.Settings;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.scan.TargetResult;
import io.ehloscope.scan.WholeScan;
import io.ehloscope.yaml.Form;
import io.ehloscope.yaml.Mistake;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Looks at single targets while the service runs: beside its scans, and with the same manners towards each address.
 *
 * @param catalogue judges the answers
 * @param engine has the dialogues
 * @param work where a pipeline is put together, which reads files
 * @param anyTarget whether a server may be asked for that is not in the inventory
 */
record Probing(Catalogue catalogue, Engine engine, Scheduler work, boolean anyTarget) {

    private static final int MOST_NAMED = 400;

    /**
     * The target of this name: its id, or its host alone where that is enough.
     *
     * @param plan the fleet
     * @param profile the profile to hold it against; empty for its own
     * @return null where it is not in the fleet, and has to be
     * @throws IllegalArgumentException with a sentence for whoever asked
     */
    @Nullable
    Target target(Plan plan, String name, String profile) {
        if (name.isEmpty() || name.length() > MOST_NAMED) {
            throw new IllegalArgumentException("target must name a server, as in ?target=mail.example.com:25");
        }
        if (!profile.isEmpty() && !profile.equals("auto") && !plan.profiles().containsKey(profile)) {
            throw new IllegalArgumentException("unknown profile " + Form.quoted(profile) + "; known: auto, "
                    + String.join(", ", new TreeSet<>(plan.profiles().keySet())));
        }
        Target member = member(plan, name.toLowerCase(Locale.ROOT));
        Target found = member == null && anyTarget ? stranger(name) : member;
        return found == null ? null : once(found, profile);
    }

    /** Looks at a target once; gives what is known after this time, if it has not ended by then. */
    Mono<TargetResult> probe(Plan plan, Target target, Duration patience) {
        Plan one = plan.withTargets(List.of(target));
        return Mono.fromCallable(() -> engine.scan(one, catalogue.classifier(one.profiles()), ScanObserver.NONE))
                .subscribeOn(work)
                .flatMap(scan -> new WholeScan(scan, engine.time(), Version.number())
                        .of(one, Mono.delay(patience, engine.time().timers()), UnaryOperator::identity))
                .map(scan -> scan.results().get(0));
    }

    private static @Nullable Target member(Plan plan, String name) {
        List<Target> fitting = plan.targets().stream()
                .filter(each -> each.kind() != Target.Kind.MX)
                .filter(each -> each.id().equals(name) || each.host().equals(name))
                .toList();
        if (fitting.size() > 1) {
            throw new IllegalArgumentException(Form.quoted(name) + " is several targets: "
                    + fitting.stream().map(Target::id).collect(Collectors.joining(", ")));
        }
        return fitting.isEmpty() ? null : fitting.get(0);
    }

    /** Read as an inventory would name it, except for what would be many, or a file of this machine. */
    private Target stranger(String name) {
        String inventory = "version: 1\nehlo_name: probe.invalid\nsites: [{name: probe, servers: ["
                + ProbeCommand.quoted(name) + "]}]\n";
        List<Target> targets;
        try {
            targets = name.startsWith("file:")
                    ? List.of()
                    : new Inventories(catalogue)
                            .plan("target", new ByteArrayInputStream(inventory.getBytes(StandardCharsets.UTF_8)))
                            .targets();
        } catch (InventoryException e) {
            throw new IllegalArgumentException(
                    e.mistakes().stream().map(Mistake::sentence).collect(Collectors.joining("; ")), e);
        }
        if (targets.size() != 1 || targets.get(0).kind() == Target.Kind.MX) {
            throw new IllegalArgumentException(Form.quoted(name) + " is not a single server");
        }
        return targets.get(0);
    }

    /** Whoever asks now wants an answer now: there is no second attempt. */
    private static Target once(Target target, String profile) {
        Settings own = target.settings();
        Retry retry = own.retry();
        Settings settings = new Settings(
                profile.isEmpty() ? own.profile() : profile,
                own.starttls(),
                own.tls(),
                own.resolve(),
                own.timeouts(),
                new Retry(1, retry.backoff(), retry.maxBackoff(), retry.jitter()),
                own.exempt());
        return new Target(
                target.id(), target.host(), target.port(), target.kind(), target.site(), target.labels(), settings);
    }
}

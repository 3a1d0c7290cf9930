package io.ehloscope.daemon;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.inventory.SingleTarget;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Retry;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.result.TargetResult;
import io.ehloscope.runtime.Engine;
import io.ehloscope.runtime.Version;
import io.ehloscope.scan.WholeScan;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import io.ehloscope.yaml.ValueType;
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
 * Probes single targets while the service runs, concurrently with its scans and within the same limits per address.
 *
 * @param catalogue classifies the replies
 * @param engine runs the dialogues
 * @param work creates the scans, which read files
 * @param anyTarget whether clients may probe servers that are not in the inventory
 */
record OnDemandProbes(Catalogue catalogue, Engine engine, Scheduler work, boolean anyTarget) {

    private static final int MOST_NAMED = 400;

    /** Half of the time that the page keeps in reserve before the timeout of the scrape. */
    private static final Duration GRACE = Duration.ofMillis(250);

    /**
     * Finds the target of this name: its id, or its host if that is unambiguous.
     *
     * @param plan the fleet
     * @param profile the profile to compare it with; empty for its own
     * @return the target; null if it is not in the fleet and only the fleet may be probed
     * @throws IllegalArgumentException if the request is invalid; the message is a sentence for the client
     */
    @Nullable
    public Target target(Plan plan, String name, String profile) {
        if (name.isEmpty() || name.length() > MOST_NAMED) {
            throw new IllegalArgumentException("target must name a server, as in ?target=mail.example.com:25");
        }
        if (!profile.isEmpty() && !profile.equals("auto") && !plan.profiles().containsKey(profile)) {
            throw new IllegalArgumentException("unknown profile " + ValueType.quoted(profile) + "; known: auto, "
                    + String.join(", ", new TreeSet<>(plan.profiles().keySet())));
        }
        Target member = member(plan, name.toLowerCase(Locale.ROOT));
        Target found = member == null && anyTarget ? unlistedTarget(name) : member;
        return found == null ? null : once(found, profile);
    }

    /**
     * Probes a target once. After {@code patience}, its lookup or dialogue ends with a timeout at its stage and keeps what
     * the server has shown by then. A probe that still waits for its turn is stopped a little later.
     */
    Mono<TargetResult> probe(Plan plan, Target target, Duration patience) {
        Plan one = plan.withTargets(List.of(within(patience, target)));
        return Mono.fromCallable(() -> engine.scanWithin(patience, one, catalogue.classifier(one.profiles())))
                .subscribeOn(work)
                .flatMap(scan -> new WholeScan(scan, engine.time(), Version.number())
                        .of(one, Mono.delay(patience.plus(GRACE), engine.time().timers()), UnaryOperator::identity))
                .map(scan -> scan.results().get(0));
    }

    private static Target within(Duration patience, Target target) {
        Settings own = target.settings();
        Timeouts timeouts = own.timeouts();
        return patience.compareTo(timeouts.dns()) >= 0
                ? target
                : target.withSettings(own.withTimeouts(timeouts.withDns(patience)));
    }

    private static @Nullable Target member(Plan plan, String name) {
        List<Target> matching = plan.targets().stream()
                .filter(each -> each.kind() != Target.Kind.MX)
                .filter(each -> each.id().equals(name) || each.host().equals(name))
                .toList();
        if (matching.size() > 1) {
            throw new IllegalArgumentException(ValueType.quoted(name) + " is several targets: "
                    + matching.stream().map(Target::id).collect(Collectors.joining(", ")));
        }
        return matching.isEmpty() ? null : matching.get(0);
    }

    private static Target unlistedTarget(String name) {
        Target target;
        try {
            target = SingleTarget.parse(name, "probe");
        } catch (ConfigException e) {
            throw new IllegalArgumentException(
                    e.problems().stream().map(Problem::sentence).collect(Collectors.joining("; ")), e);
        }
        if (target == null) {
            throw new IllegalArgumentException(ValueType.quoted(name) + " is not a single server");
        }
        return target;
    }

    /** Allows one attempt only, because the client waits for the response. */
    private static Target once(Target target, String profile) {
        Settings own = target.settings();
        Retry retry = own.retry();
        Settings settings = (profile.isEmpty() ? own : own.withProfile(profile)).withRetry(retry.withAttempts(1));
        return target.withSettings(settings);
    }
}

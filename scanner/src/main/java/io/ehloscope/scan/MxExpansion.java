package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Replaces each domain of a plan by its MX hosts. A host that the inventory lists itself keeps its own entry, and a
 * host of several domains appears once.
 */
final class MxExpansion {

    private final Scan.Parts parts;

    MxExpansion(Scan.Parts parts) {
        this.parts = parts;
    }

    /**
     * The plan with the MX hosts; a domain whose lookup fails, or finds an MX record to refuse, stays with its failure.
     */
    Mono<ResolvedPlan> expand(Plan plan) {
        if (plan.targets().stream().noneMatch(target -> target.kind() == Target.Kind.MX)) {
            return Mono.just(new ResolvedPlan(plan, Map.of()));
        }
        return Flux.fromIterable(plan.targets())
                .filter(target -> target.kind() == Target.Kind.MX)
                .flatMap(target -> hosts(target, 1), Resolver.MAX_IN_FLIGHT, 1)
                .collectMap(Answer::target, Answer::lookup)
                .map(answers -> replaced(plan, answers));
    }

    private Mono<Answer> hosts(Target domain, int round) {
        return parts.resolver()
                .mxHosts(domain.host(), domain.settings().timeouts().dns())
                .flatMap(lookup -> lookup instanceof Lookup.Missing<String> missing && again(domain, round, missing)
                        ? Mono.delay(wait(domain, round), parts.time().timers()).then(hosts(domain, round + 1))
                        : Mono.just(new Answer(domain, lookup)));
    }

    private static boolean again(Target domain, int round, Lookup.Missing<String> missing) {
        return RetryPolicy.again(domain.settings().retry(), round, missing.failure());
    }

    private Duration wait(Target domain, int round) {
        return RetryPolicy.delay(
                domain.settings().retry(), round, parts.random().getAsDouble());
    }

    private static ResolvedPlan replaced(Plan plan, Map<Target, Lookup<String>> answers) {
        Map<String, Target> targets = new LinkedHashMap<>();
        Map<String, Failure> failures = new HashMap<>();
        Set<String> listed = plan.targets().stream().map(Target::id).collect(Collectors.toSet());
        for (Target target : plan.targets()) {
            Lookup<String> answer = answers.get(target);
            if (answer instanceof Lookup.Found<String> found) {
                found.values().stream()
                        .map(host -> mxHost(target, host))
                        .filter(host -> !listed.contains(host.id()))
                        .forEach(host -> add(targets, host));
            }
            Failure failure = failure(answer);
            if (failure != null) {
                failures.put(target.id(), failure);
            }
            if (failure != null || answer == null) {
                add(targets, target);
            }
        }
        return new ResolvedPlan(plan.withTargets(List.copyOf(targets.values())), failures);
    }

    /** Why a domain stays in the plan, next to its hosts or instead of them; null if it does not. */
    private static @Nullable Failure failure(@Nullable Lookup<String> answer) {
        return answer instanceof Lookup.Missing<String> missing
                ? missing.failure()
                : answer instanceof Lookup.Found<String> found ? found.beside() : null;
    }

    private static void add(Map<String, Target> targets, Target target) {
        targets.putIfAbsent(target.id(), target);
    }

    private static Target mxHost(Target domain, String host) {
        return new Target(
                Target.id(host, domain.port()),
                host,
                domain.port(),
                Target.Kind.NAME,
                domain.site(),
                domain.labels(),
                domain.settings());
    }

    /** The answer of DNS for one domain. */
    private record Answer(Target target, Lookup<String> lookup) {}
}

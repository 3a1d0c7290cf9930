package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts the MX hosts of a domain in the domain's place. A host that is in the plan already is not put there twice. */
final class MxExpansion {

    private final Resolver resolver;

    MxExpansion(Resolver resolver) {
        this.resolver = resolver;
    }

    Mono<Located> expand(Plan plan) {
        if (plan.targets().stream().noneMatch(target -> target.kind() == Target.Kind.MX)) {
            return Mono.just(new Located(plan, Map.of()));
        }
        return Flux.fromIterable(plan.targets())
                .filter(target -> target.kind() == Target.Kind.MX)
                .flatMap(this::hosts, Resolver.MAX_IN_FLIGHT, 1)
                .collectMap(Answer::target, Answer::lookup)
                .map(answers -> inPlace(plan, answers));
    }

    private Mono<Answer> hosts(Target target) {
        return resolver.mxHosts(target.host(), target.settings().timeouts().dns())
                .map(lookup -> new Answer(target, lookup));
    }

    private static Located inPlace(Plan plan, Map<Target, Lookup<String>> answers) {
        Map<String, Target> targets = new LinkedHashMap<>();
        Map<String, Failure> failures = new HashMap<>();
        for (Target target : plan.targets()) {
            Lookup<String> answer = answers.get(target);
            if (answer instanceof Lookup.Found<String> found) {
                found.values().forEach(host -> add(targets, mxHost(target, host)));
            } else {
                add(targets, target);
            }
            if (answer instanceof Lookup.Missing<String> missing) {
                failures.put(target.id(), missing.failure());
            }
        }
        return new Located(plan.withTargets(List.copyOf(targets.values())), failures);
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

    /** What DNS says of one domain. */
    private record Answer(Target target, Lookup<String> lookup) {}
}

package io.ehloscope.web;

import io.ehloscope.history.HistoryQueries;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.result.TargetResult;
import io.ehloscope.service.ServiceApi;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A service with an empty plan and without history; every operation succeeds and does nothing. */
public class StubServiceApi implements ServiceApi {

    @Override
    public Mono<List<String>> reload() {
        return Mono.just(List.of());
    }

    @Override
    public int scan(TargetSelector part) {
        return 0;
    }

    @Override
    public @Nullable HistoryQueries history() {
        return null;
    }

    @Override
    public String inventory() {
        return "";
    }

    @Override
    public Plan plan() {
        return Plan.of("", "", List.of());
    }

    @Override
    public @Nullable Target target(String name, String profile) {
        return null;
    }

    @Override
    public Mono<TargetResult> probe(Target target, Duration patience) {
        return Mono.empty();
    }
}

package io.ehloscope.daemon;

import io.ehloscope.history.HistoryQueries;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.result.TargetResult;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.service.Reload;
import io.ehloscope.service.Requests;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.snapshot.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What can be asked of a running service.
 *
 * @param first the plan that it began with
 * @param fleet knows the plan that it follows now
 * @param requests takes what is asked for
 * @param reader reads the inventory again
 * @param text gives the inventory that is followed
 * @param store the history; null where none is kept
 * @param probing looks at single targets
 */
public record ServiceControls(
        Plan first,
        CurrentSnapshot fleet,
        Requests requests,
        Reload reader,
        Supplier<String> text,
        @Nullable HistoryStore store,
        OnDemandProbes probing)
        implements ServiceApi {

    @Override
    public Mono<List<String>> reload() {
        return reader.now();
    }

    @Override
    public int scan(TargetSelector part) {
        Plan plan = plan();
        if (part.sites().isEmpty() && part.targets().isEmpty()) {
            requests.scan();
            return plan.targets().size();
        }
        int targets = part.of(plan).targets().size();
        requests.scan(part);
        return targets;
    }

    @Override
    public @Nullable HistoryQueries history() {
        return store == null ? null : new HistoryQueries(store, plan().ehloName());
    }

    @Override
    public @Nullable Target target(String name, String profile) {
        return probing.target(plan(), name, profile);
    }

    @Override
    public Mono<TargetResult> probe(Target target, Duration patience) {
        return probing.probe(plan(), target, patience);
    }

    @Override
    public String inventory() {
        return text.get();
    }

    @Override
    public Plan plan() {
        Snapshot shown = fleet.get();
        return shown == null ? first : shown.scan().plan();
    }
}

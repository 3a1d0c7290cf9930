package io.ehloscope.daemon;

import io.ehloscope.history.HistoryQueries;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
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
 * The operations of a running service.
 *
 * @param first the plan at startup
 * @param fleet the current snapshot, with the current plan
 * @param requests receives the requests for scans
 * @param reader reloads the inventory
 * @param text returns the text of the current inventory
 * @param states returns the state of each source of targets
 * @param store the history; null if the service keeps none
 * @param probing probes single targets
 */
public record ServiceControls(
        Plan first,
        CurrentSnapshot fleet,
        Requests requests,
        Reload reader,
        Supplier<String> text,
        Supplier<List<SourceState>> states,
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
    public List<SourceState> sources() {
        return states.get();
    }

    @Override
    public Plan plan() {
        Snapshot shown = fleet.get();
        return shown == null ? first : shown.scan().plan();
    }
}

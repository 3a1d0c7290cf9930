package io.ehloscope.daemon;

import io.ehloscope.discovery.HttpFetcher;
import io.ehloscope.discovery.SourceRefresh;
import io.ehloscope.discovery.Sources;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.inventory.Inventory;
import io.ehloscope.inventory.ListedSource;
import io.ehloscope.inventory.SourceSpec;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
import io.ehloscope.time.TimeSource;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Plans an inventory with its sources outside of a service; blocks until each endpoint has answered or timed out. */
public final class SourcedPlan {

    private SourcedPlan() {}

    /**
     * The plan of an inventory file for one scan. There are no copies to fall back on, so every source must be good.
     *
     * @throws ConfigException if the inventory has problems, or a source has
     */
    public static Plan of(Inventories inventories, Path file) {
        Inventory inventory = inventories.read(file);
        Sources sources = Sources.forOnePlan(TimeSource.system().clock());
        fetch(sources, inventory);
        Plan plan = sources.plan(inventory);
        List<Problem> problems = plan.sources().stream()
                .flatMap(state -> state.problems().stream().map(each -> problem(plan, state, each)))
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return plan;
    }

    private static Problem problem(Plan plan, SourceState state, String sentence) {
        return new Problem(
                plan.source(),
                null,
                "source " + state.name() + ": " + sentence,
                "fix the source or remove it; only serve can continue with its last good copy");
    }

    /** Requests the endpoints of an inventory, on event loops that exist only meanwhile. */
    static void fetch(Sources sources, Inventory inventory) {
        List<SourceSpec.Http> endpoints = endpoints(inventory);
        if (endpoints.isEmpty()) {
            return;
        }
        Scheduler timers = Schedulers.newSingle("source-timers", true);
        HttpFetcher fetcher = HttpFetcher.alone(timers);
        try {
            SourceRefresh refresh = new SourceRefresh(
                    sources, spec -> fetcher.fetch(spec, sources.etag(spec)), TimeSource.system(timers), timers);
            refresh.take(Objects.requireNonNull(refresh.all(endpoints).block()));
        } finally {
            fetcher.close().block();
            timers.dispose();
        }
    }

    /** The endpoints among the sources of an inventory. */
    static List<SourceSpec.Http> endpoints(Inventory inventory) {
        return inventory.sources().stream()
                .map(ListedSource::spec)
                .filter(SourceSpec.Http.class::isInstance)
                .map(SourceSpec.Http.class::cast)
                .toList();
    }
}

package io.ehloscope.service;

import io.ehloscope.plan.Plan;
import io.ehloscope.yaml.ConfigException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reloads the inventory. A valid inventory takes effect once the scan in progress has ended. An inventory with problems
 * leaves the current one in effect; its problems are logged, returned and reported to the observer.
 */
public final class Reload {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    /** The maximum number of problems in the log; {@link #now()} returns all of them. */
    private static final int MOST_LOGGED = 5;

    private final Supplier<Plan> reader;
    private final Requests requests;
    private final ReloadObserver observer;
    private final Scheduler worker;

    /** Receives the result of each reload. */
    public interface ReloadObserver {
        /** The inventory is valid. */
        void inventoryRead();

        /** The inventory has problems; the previous one stays in effect. */
        void inventoryRefused();
    }

    /**
     * Creates a reload; {@link #now()} reads the inventory.
     *
     * @param reader reads the inventory; may block
     * @param requests takes the new plan
     * @param observer receives the result
     * @param worker reads inventories, one at a time: a scheduler with one thread
     */
    public Reload(Supplier<Plan> reader, Requests requests, ReloadObserver observer, Scheduler worker) {
        this.reader = reader;
        this.requests = requests;
        this.observer = observer;
        this.worker = worker;
    }

    /**
     * Reloads the inventory for each subscriber; emits its problems, each {@code file:line:column: sentence}, or an
     * empty list.
     */
    public Mono<List<String>> now() {
        return Mono.fromCallable(this::read).subscribeOn(worker);
    }

    private List<String> read() {
        try {
            Plan plan = reader.get();
            requests.follow(plan);
            observer.inventoryRead();
            LOG.atInfo()
                    .addKeyValue("inventory", plan.source())
                    .addKeyValue("targets", plan.targets().size())
                    .log("the inventory is reloaded");
            return List.of();
        } catch (ConfigException e) {
            observer.inventoryRefused();
            List<String> problems = e.lines();
            problems.stream().limit(MOST_LOGGED).forEach(LOG::error);
            LOG.atError()
                    .addKeyValue("mistakes", e.count())
                    .log("the inventory is rejected; the previous one stays in effect");
            return problems;
        }
    }
}

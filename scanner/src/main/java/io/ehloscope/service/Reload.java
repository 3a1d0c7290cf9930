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
 * Reads the inventory again. One without a mistake is followed once the scan in progress has ended; one with mistakes
 * changes nothing but what is said of it.
 */
public final class Reload {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    /** So many mistakes are logged; whoever asks over HTTP is told all. */
    private static final int MOST_LOGGED = 5;

    private final Supplier<Plan> reader;
    private final Requests requests;
    private final ReloadObserver observer;
    private final Scheduler worker;

    /** Is told how a reload ended. */
    public interface ReloadObserver {
        /** The inventory was read without a mistake. */
        void inventoryRead();

        /** The inventory has mistakes; the old one is kept. */
        void inventoryRefused();
    }

    /**
     * Reads nothing yet.
     *
     * @param reader reads the inventory; may block
     * @param requests takes the new plan
     * @param observer is told how it ended
     * @param worker where inventories are read, one at a time: a scheduler with one thread
     */
    public Reload(Supplier<Plan> reader, Requests requests, ReloadObserver observer, Scheduler worker) {
        this.reader = reader;
        this.requests = requests;
        this.observer = observer;
        this.worker = worker;
    }

    /** Reads it for each subscriber; gives the mistakes, each {@code file:line:column: sentence}, or none. */
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

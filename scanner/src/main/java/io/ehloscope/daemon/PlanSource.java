package io.ehloscope.daemon;

import io.ehloscope.discovery.HttpFetcher;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
import io.ehloscope.time.TimeSource;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** The source from which a service reloads its plan. */
public interface PlanSource {

    /**
     * Reads the current inventory and returns its plan; may block.
     *
     * @throws ConfigException if the inventory has problems
     */
    Plan reread();

    /** Returns the text of the last inventory that was read without problems. */
    String text();

    /** Emits when a file of the inventory has changed; never if there is no file to watch. */
    Flux<Boolean> changes(Scheduler scheduler);

    /**
     * Emits a plan whenever a source of targets has changed the targets of the last inventory. For one subscriber.
     *
     * @param fetcher requests endpoints
     * @param time the clock of the intervals
     * @param reader reads files; one thread, which may block
     */
    default Flux<Plan> sourcePlans(HttpFetcher fetcher, TimeSource time, Scheduler reader) {
        return Flux.never();
    }

    /** Returns the state of each source of targets at this moment. */
    default List<SourceState> sources() {
        return List.of();
    }

    /** Returns a source for an inventory that the program generated, which cannot be reloaded. */
    static PlanSource ofProgram(String name, String text) {
        return new PlanSource() {
            @Override
            public Plan reread() {
                throw new ConfigException(List.of(new Problem(
                        name, null, "the program generates this inventory; there is nothing to reload", null)));
            }

            @Override
            public String text() {
                return text;
            }

            @Override
            public Flux<Boolean> changes(Scheduler scheduler) {
                return Flux.never();
            }
        };
    }
}

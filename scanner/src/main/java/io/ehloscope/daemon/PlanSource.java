package io.ehloscope.daemon;

import io.ehloscope.plan.Plan;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Where the plan of a service can be read again. */
public interface PlanSource {

    /** The plan as it is written now. */
    Plan again();

    /** The inventory that the plan was made of: as it was read last without a mistake. */
    String text();

    /** Emits when the files that it is written in have changed; never where there is none to watch. */
    Flux<Boolean> changes(Scheduler looker);

    /** A plan that the program made itself, of this inventory. */
    static PlanSource ofProgram(String name, String text) {
        return new PlanSource() {
            @Override
            public Plan again() {
                throw new ConfigException(List.of(new Problem(
                        name, null, "the program generates this inventory; there is nothing to reload", null)));
            }

            @Override
            public String text() {
                return text;
            }

            @Override
            public Flux<Boolean> changes(Scheduler looker) {
                return Flux.never();
            }
        };
    }
}

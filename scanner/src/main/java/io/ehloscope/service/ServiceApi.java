package io.ehloscope.service;

import io.ehloscope.history.HistoryQueries;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.result.TargetResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What can be asked of the service over HTTP besides what it shows. */
public interface ServiceApi {

    /** A service that only shows. */
    ServiceApi NONE = new ServiceApi() {
        @Override
        public Mono<List<String>> reload() {
            return Mono.just(List.of("there is no inventory to reload"));
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
    };

    /** Reads the inventory again; gives its mistakes, or none. */
    Mono<List<String>> reload();

    /**
     * Asks for a scan of a part, as soon as the one in progress has ended; does not wait for it.
     *
     * @return how many targets that is, as far as it is known now
     * @throws io.ehloscope.yaml.ConfigException where the part fits nothing
     */
    int scan(TargetSelector part);

    /** The history; null where none is kept. */
    @Nullable
    HistoryQueries history();

    /** The text of the inventory that is followed; comments included, lists of hosts that it names not. */
    String inventory();

    /** The fleet that is scanned, MX hosts in the place of their domains once they are known. */
    Plan plan();

    /**
     * The target of this name.
     *
     * @param name its id, or its host where that is enough
     * @param profile the profile to hold it against; empty for its own
     * @return null where there is none that may be asked for
     * @throws IllegalArgumentException with a sentence for whoever asked
     */
    @Nullable
    public Target target(String name, String profile);

    /** Looks at a target now; gives what is known once it has ended or this time is over. */
    Mono<TargetResult> probe(Target target, Duration patience);
}

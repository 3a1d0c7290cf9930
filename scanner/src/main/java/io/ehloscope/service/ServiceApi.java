package io.ehloscope.service;

import io.ehloscope.history.HistoryQueries;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.result.TargetResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The operations of the service that HTTP clients can call. */
public interface ServiceApi {

    /** Reads the inventory again; gives its mistakes, or none. */
    Mono<List<String>> reload();

    /**
     * Requests a scan of a part, which begins once the scan in progress has ended; does not wait for it.
     *
     * @return the number of targets that the part selects in the current plan
     * @throws io.ehloscope.yaml.ConfigException if the part matches no target
     */
    int scan(TargetSelector part);

    /** Returns the history; null if the service keeps none. */
    @Nullable
    HistoryQueries history();

    /** Returns the text of the current inventory, with comments, without the host lists that it refers to. */
    String inventory();

    /** Returns the state of each source of targets at this moment. */
    default List<SourceState> sources() {
        return List.of();
    }

    /** Returns the current plan, with MX hosts in place of their domains once these have been looked up. */
    Plan plan();

    /**
     * Finds a target.
     *
     * @param name its id, or its host if that is unambiguous
     * @param profile the profile to compare it with; empty for its own
     * @return the target; null if there is none that a client may probe
     * @throws IllegalArgumentException if the request is invalid; the message is a sentence for the client
     */
    @Nullable
    public Target target(String name, String profile);

    /** Probes a target now; emits the result once the probe has ended or {@code patience} is over. */
    Mono<TargetResult> probe(Target target, Duration patience);
}

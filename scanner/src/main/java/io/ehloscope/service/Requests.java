package io.ehloscope.service;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.yaml.ConfigException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What was asked of the service from outside and is not done yet. Whatever is asked for twice is done once; what is left
 * when a whole scan begins is part of it. Bounded: who asks for more than a few parts gets the whole. Safe for use by many
 * threads.
 */
public final class Requests {

    /** More different parts than this are the whole. */
    static final int MOST_PARTS = 100;

    private final Set<TargetSelector> parts = new LinkedHashSet<>();
    private boolean all;
    private @Nullable Plan plan;
    private Sinks.Empty<Void> wake = Sinks.empty();

    /** Asks for a whole scan, as soon as the one in progress has ended. */
    public void scan() {
        change(() -> all = true);
    }

    /** Asks for a look at a part. What fits nothing by then is passed over. */
    public void scan(TargetSelector part) {
        change(() -> {
            parts.add(part);
            all |= parts.size() > MOST_PARTS;
        });
    }

    /** Asks for another plan to be followed; the last one asked for wins. */
    public void follow(Plan other) {
        change(() -> plan = other);
    }

    /** Completes once anything is asked for after this call. */
    synchronized Mono<Void> change() {
        return wake.asMono();
    }

    synchronized @Nullable Plan takePlan() {
        Plan taken = plan;
        plan = null;
        return taken;
    }

    /** Whether a whole scan is asked for. */
    synchronized boolean wantsAll() {
        return all;
    }

    /** A whole scan begins. */
    synchronized void wholeBegins() {
        all = false;
        parts.clear();
    }

    /** The targets of this plan that are asked for. */
    synchronized List<Target> takeParts(Plan of) {
        Set<Target> wanted = new LinkedHashSet<>();
        parts.forEach(each -> wanted.addAll(fitting(each, of)));
        parts.clear();
        return List.copyOf(wanted);
    }

    private static List<Target> fitting(TargetSelector part, Plan plan) {
        try {
            return part.of(plan).targets();
        } catch (ConfigException fitsNothingNow) {
            return List.of();
        }
    }

    private void change(Runnable change) {
        Sinks.Empty<Void> waiting;
        synchronized (this) {
            change.run();
            waiting = wake;
            wake = Sinks.empty();
        }
        waiting.tryEmitEmpty();
    }
}

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
 * The pending requests to the scan loop. Equal requests are merged; a whole scan includes every request that is pending
 * when it begins. Bounded: more than {@value #MOST_PARTS} parts become one request for a whole scan. Thread-safe.
 */
public final class Requests {

    /** More different parts than this become a request for a whole scan. */
    static final int MOST_PARTS = 100;

    private final Set<TargetSelector> parts = new LinkedHashSet<>();
    private boolean all;
    private @Nullable Plan plan;
    private Sinks.Empty<Void> wake = Sinks.empty();

    /** Requests a whole scan, which begins once the scan in progress has ended. */
    public void scan() {
        change(() -> all = true);
    }

    /** Requests a scan of a part. A part that matches no target when the scan begins is ignored. */
    public void scan(TargetSelector part) {
        change(() -> {
            parts.add(part);
            all |= parts.size() > MOST_PARTS;
        });
    }

    /** Requests another plan; the last plan requested wins. */
    public void follow(Plan other) {
        change(() -> plan = other);
    }

    /** Completes at the next request after this call. */
    synchronized Mono<Void> change() {
        return wake.asMono();
    }

    synchronized @Nullable Plan takePlan() {
        Plan taken = plan;
        plan = null;
        return taken;
    }

    /** Whether a whole scan is requested. */
    synchronized boolean wantsAll() {
        return all;
    }

    /** Removes all requests for scans, because a whole scan begins. */
    synchronized void wholeBegins() {
        all = false;
        parts.clear();
    }

    /** Removes the requests for parts and returns the targets of this plan that they select. */
    synchronized List<Target> takeParts(Plan of) {
        Set<Target> wanted = new LinkedHashSet<>();
        parts.forEach(each -> wanted.addAll(matching(each, of)));
        parts.clear();
        return List.copyOf(wanted);
    }

    private static List<Target> matching(TargetSelector part, Plan plan) {
        try {
            return part.of(plan).targets();
        } catch (ConfigException matchesNoTarget) {
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

package io.ehloscope.scan;

import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.time.TimeSource;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Lookups in flight, no more than {@link Resolver#MAX_IN_FLIGHT}; the rest wait their turn. Not thread-safe. */
final class Lookups {

    private final Resolver resolver;
    private final TimeSource time;
    private final Consumer<Runnable> events;
    private final Consumer<Throwable> bug;
    private final ScanObserver observer;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int inFlight;

    /** Takes what it is told of a lookup that has ended. */
    @FunctionalInterface
    interface Answered {
        /** The answer to a lookup that began at this time. */
        void with(Lookup<InetAddress> lookup, long began);
    }

    /**
     * No lookups yet.
     *
     * @param events runs what follows an answer
     * @param bug is told of what no resolver should do
     * @param observer is told how long lookups wait
     */
    Lookups(
            Resolver resolver,
            TimeSource time,
            Consumer<Runnable> events,
            Consumer<Throwable> bug,
            ScanObserver observer) {
        this.resolver = resolver;
        this.time = time;
        this.events = events;
        this.bug = bug;
        this.observer = observer;
    }

    /** Starts the lookup of a target's name now, or once another has ended. */
    void begin(TargetProbe probe, Answered then) {
        long since = now();
        if (inFlight == Resolver.MAX_IN_FLIGHT) {
            waiting.add(() -> start(probe, then, since));
        } else {
            start(probe, then, since);
        }
    }

    private void start(TargetProbe probe, Answered then, long since) {
        inFlight++;
        long began = now();
        observer.waited(ScanQueue.LOOKUP, Duration.ofNanos(began - since));
        probe.starts(time.clock(), began);
        probe.lookingUp(resolver.addresses(
                        probe.target().host(),
                        probe.target().settings().timeouts().dns())
                .subscribe(lookup -> events.accept(() -> ended(lookup, began, then)), bug));
    }

    private void ended(Lookup<InetAddress> lookup, long began, Answered then) {
        inFlight--;
        Runnable next = waiting.poll();
        if (next != null) {
            next.run();
        }
        then.with(lookup, began);
    }

    private long now() {
        return time.nanos().getAsLong();
    }
}

package io.ehloscope.daemon;

import io.ehloscope.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Notifies the service manager of the daemon's state by the protocol of {@code sd_notify(3)}. If the manager has a
 * watchdog ({@code WatchdogSec=}), the daemon sends three keep-alives per watchdog interval, each after every event
 * loop has run a task: if an event loop hangs, no keep-alive is sent, and systemd restarts the daemon.
 */
final class SystemdNotifier implements AutoCloseable {

    /** Keep-alives per watchdog interval: two of them may be lost or late. */
    private static final int KEEP_ALIVES = 3;

    private final Consumer<List<String>> manager;
    private final LongSupplier nanos;
    private final Sinks.Empty<Void> ready = Sinks.empty();
    private final Disposable keepAlives;

    /**
     * Creates a notifier that sends keep-alives after {@link #ready}.
     *
     * @param manager receives assignments such as {@code READY=1}; must not block
     * @param watchdog the watchdog interval, after which systemd restarts a silent daemon; zero without a watchdog
     * @param loops the event loops that must run
     * @param time the timers of the keep-alives
     */
    SystemdNotifier(
            Consumer<List<String>> manager, Duration watchdog, List<? extends Executor> loops, TimeSource time) {
        this.manager = manager;
        this.nanos = time.nanos();
        this.keepAlives = watchdog.isZero()
                ? () -> {}
                : ready.asMono()
                        .thenMany(Flux.interval(watchdog.dividedBy(KEEP_ALIVES), time.timers())
                                .onBackpressureDrop()
                                .concatMap(tick -> allAlive(loops).thenReturn("WATCHDOG=1"), 1))
                        .subscribe(sign -> manager.accept(List.of(sign)));
    }

    /** Reads the settings of the service manager from the environment variables. */
    static Watch watch(Map<String, String> environment) {
        @Nullable String socket = environment.get("NOTIFY_SOCKET");
        if (socket == null || socket.isEmpty()) {
            return new Watch(false, Duration.ZERO);
        }
        @Nullable String pid = environment.get("WATCHDOG_PID");
        boolean ours =
                pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return new Watch(true, ours ? micros(environment.getOrDefault("WATCHDOG_USEC", "")) : Duration.ZERO);
    }

    /**
     * The settings of the service manager.
     *
     * @param isManaged whether a service manager listens ({@code NOTIFY_SOCKET})
     * @param watchdog the watchdog interval ({@code WATCHDOG_USEC}); zero without a watchdog
     */
    record Watch(boolean isManaged, Duration watchdog) {}

    /** Notifies that the daemon is ready, and starts the keep-alives. */
    void ready() {
        manager.accept(List.of("READY=1"));
        ready.tryEmitEmpty();
    }

    /** Sends a status in one line for {@code systemctl status}. */
    public void status(String status) {
        manager.accept(List.of("STATUS=" + status));
    }

    /**
     * Wraps a reload: notifies when it starts and when it ends. The timestamp is that of {@code CLOCK_MONOTONIC}, which
     * {@link System#nanoTime} returns on Linux.
     */
    <T> Supplier<T> reloading(Supplier<T> work) {
        return () -> {
            manager.accept(List.of("RELOADING=1", "MONOTONIC_USEC=" + nanos.getAsLong() / 1_000));
            try {
                return work.get();
            } finally {
                ready();
            }
        };
    }

    /** Notifies that the daemon is stopping. */
    void stopping() {
        manager.accept(List.of("STOPPING=1", "STATUS=Stopping."));
    }

    /** Stops the keep-alives. */
    @Override
    public void close() {
        keepAlives.dispose();
    }

    private static Mono<Void> allAlive(List<? extends Executor> loops) {
        return Mono.when(loops.stream()
                .map(loop -> Mono.fromRunnable(() -> {}).subscribeOn(Schedulers.fromExecutor(loop)))
                .toList());
    }

    private static Duration micros(String text) {
        try {
            return Duration.ofNanos(Math.multiplyExact(Long.parseUnsignedLong(text), 1_000L));
        } catch (NumberFormatException | ArithmeticException notSet) {
            return Duration.ZERO;
        }
    }
}

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
 * Tells the service manager how the daemon is, in the words of {@code sd_notify(3)}; where nobody manages it, nobody is
 * told. Where the manager watches ({@code WatchdogSec=}), it is given a sign of life three times in that time, each after
 * every event loop has done a piece of work for it: a loop that hangs gives none, and systemd starts the daemon anew.
 */
final class SystemdNotifier implements AutoCloseable {

    /** Of the time after which the manager takes the daemon for dead: two signs may be lost or late. */
    private static final int SIGNS = 3;

    private final Consumer<List<String>> manager;
    private final LongSupplier nanos;
    private final Sinks.Empty<Void> ready = Sinks.empty();
    private final Disposable signs;

    /**
     * Gives signs of life once it is ready.
     *
     * @param manager takes assignments such as {@code READY=1}; must not block
     * @param watchdog after so long without a sign the daemon is taken for dead; zero where nobody watches
     * @param loops what must be alive
     * @param time for the time between two signs
     */
    SystemdNotifier(
            Consumer<List<String>> manager, Duration watchdog, List<? extends Executor> loops, TimeSource time) {
        this.manager = manager;
        this.nanos = time.nanos();
        this.signs = watchdog.isZero()
                ? () -> {}
                : ready.asMono()
                        .thenMany(Flux.interval(watchdog.dividedBy(SIGNS), time.timers())
                                .onBackpressureDrop()
                                .concatMap(tick -> allAlive(loops).thenReturn("WATCHDOG=1"), 1))
                        .subscribe(sign -> manager.accept(List.of(sign)));
    }

    /** What the environment asks for. */
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
     * Whether and how the daemon is managed.
     *
     * @param told whether there is somebody to tell ({@code NOTIFY_SOCKET})
     * @param watchdog after so long without a sign the daemon is taken for dead ({@code WATCHDOG_USEC}); zero for never
     */
    record Watch(boolean told, Duration watchdog) {}

    /** The daemon answers from now on, and gives signs of life. */
    void ready() {
        manager.accept(List.of("READY=1"));
        ready.tryEmitEmpty();
    }

    /** What it does or knows, in one line for {@code systemctl status}. */
    public void status(String status) {
        manager.accept(List.of("STATUS=" + status));
    }

    /**
     * Says that the configuration is being read again, and when that is over. The time is the one of {@code
     * CLOCK_MONOTONIC}, which is what {@link System#nanoTime} is on Linux.
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

    /** It is about to end. */
    void stopping() {
        manager.accept(List.of("STOPPING=1", "STATUS=Stopping."));
    }

    /** Gives no more signs of life. */
    @Override
    public void close() {
        signs.dispose();
    }

    private static Mono<Void> allAlive(List<? extends Executor> loops) {
        return Mono.when(loops.stream()
                .map(loop -> Mono.fromRunnable(() -> {}).subscribeOn(Schedulers.fromExecutor(loop)))
                .toList());
    }

    private static Duration micros(String text) {
        try {
            return Duration.ofNanos(Math.multiplyExact(Long.parseUnsignedLong(text), 1_000L));
        } catch (NumberFormatException | ArithmeticException notAskedFor) {
            return Duration.ZERO;
        }
    }
}

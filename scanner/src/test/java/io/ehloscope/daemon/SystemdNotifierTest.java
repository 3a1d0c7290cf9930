package io.ehloscope.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.time.TimeSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The messages to the service manager, in virtual time. */
class SystemdNotifierTest {

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final List<List<String>> sent = new ArrayList<>();
    private final Queue<Runnable> stuck = new ArrayDeque<>();

    @AfterEach
    void end() {
        timers.dispose();
    }

    @Test
    void lifecycleIsSentAsProtocolAssignments() {
        try (SystemdNotifier manager = watched(Duration.ZERO, Runnable::run)) {
            manager.ready();
            manager.status("Scanned.");
            assertThat(manager.reloading(() -> "read").get()).isEqualTo("read");
            manager.stopping();
        }

        assertThat(sent)
                .containsExactly(
                        List.of("READY=1"),
                        List.of("STATUS=Scanned."),
                        List.of("RELOADING=1", "MONOTONIC_USEC=7000000"),
                        List.of("READY=1"),
                        List.of("STOPPING=1", "STATUS=Stopping."));
    }

    @Test
    void failedReloadEndsWithReady() {
        try (SystemdNotifier manager = watched(Duration.ZERO, Runnable::run)) {
            Supplier<String> broken = manager.reloading(() -> {
                throw new IllegalArgumentException("broken");
            });

            assertThatThrownBy(broken::get).hasMessage("broken");
        }

        assertThat(sent).last().isEqualTo(List.of("READY=1"));
    }

    @Test
    void threeKeepAlivesAreSentPerWatchdogInterval() {
        try (SystemdNotifier manager = watched(Duration.ofSeconds(30), Runnable::run)) {
            timers.advanceTimeBy(Duration.ofSeconds(30));
            assertThat(sent).as("before it is ready").isEmpty();
            manager.ready();
            manager.ready();
            sent.clear();
            timers.advanceTimeBy(Duration.ofSeconds(30));

            assertThat(sent).hasSize(3).containsOnly(List.of("WATCHDOG=1"));
            manager.status("Alive.");
        }
        timers.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(sent).hasSize(4);
    }

    @Test
    void hungLoopBlocksKeepAlivesUntilItContinues() {
        try (SystemdNotifier manager = watched(Duration.ofSeconds(30), Runnable::run, stuck::add)) {
            manager.ready();
            sent.clear();
            timers.advanceTimeBy(Duration.ofMinutes(10));
            assertThat(sent).isEmpty();
            assertThat(stuck).hasSize(1); // and nothing piles up behind it

            stuck.remove().run();
            assertThat(sent).containsExactly(List.of("WATCHDOG=1"));
            manager.status("Alive.");
        }
    }

    @Test
    void noWatchdogMeansNoKeepAlives() {
        try (SystemdNotifier manager = watched(Duration.ZERO, Runnable::run)) {
            manager.ready();
            timers.advanceTimeBy(Duration.ofDays(1));

            assertThat(sent).containsExactly(List.of("READY=1"));
            manager.status("Alive.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "30000000, PT30S",
        "'', PT0S",
        "0, PT0S",
        "soon, PT0S",
        "-1, PT0S",
        "99999999999999999999, PT0S",
        "9223372036854775807, PT0S"
    })
    void watchdogIntervalComesFromTheEnvironment(String micros, Duration watchdog) {
        assertThat(SystemdNotifier.watch(Map.of("NOTIFY_SOCKET", "/run/notify", "WATCHDOG_USEC", micros)))
                .isEqualTo(new SystemdNotifier.Watch(true, watchdog));
    }

    @Test
    void watchdogOfAnotherProcessIsIgnored() {
        String self = Long.toString(ProcessHandle.current().pid());

        assertThat(SystemdNotifier.watch(Map.of())).isEqualTo(new SystemdNotifier.Watch(false, Duration.ZERO));
        assertThat(SystemdNotifier.watch(Map.of("NOTIFY_SOCKET", "", "WATCHDOG_USEC", "1000000")))
                .isEqualTo(new SystemdNotifier.Watch(false, Duration.ZERO));
        assertThat(SystemdNotifier.watch(
                        Map.of("NOTIFY_SOCKET", "@notify", "WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "1")))
                .isEqualTo(new SystemdNotifier.Watch(true, Duration.ZERO));
        assertThat(SystemdNotifier.watch(
                        Map.of("NOTIFY_SOCKET", "@notify", "WATCHDOG_USEC", "1000000", "WATCHDOG_PID", self)))
                .isEqualTo(new SystemdNotifier.Watch(true, Duration.ofSeconds(1)));
    }

    private SystemdNotifier watched(Duration watchdog, Executor... loops) {
        return new SystemdNotifier(
                sent::add, watchdog, List.of(loops), new TimeSource(Clock.systemUTC(), () -> 7_000_000_000L, timers));
    }
}

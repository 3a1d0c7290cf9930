package io.ehloscope.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uses an event loop whose clock and task execution the test controls. */
class EventLoopLagTest {

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final List<Duration> lags = new ArrayList<>();
    private long now;
    private EventLoopLag lag;

    @BeforeEach
    void begin() {
        loop.freezeTime();
        lag = new EventLoopLag(List.of(loop.eventLoop()), () -> now, lags::add);
    }

    @AfterEach
    void end() {
        lag.close();
        loop.close();
    }

    @Test
    void punctualLoopHasNoLag() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(100));
        }
        assertThat(lag.worstSince(0)).isZero();
    }

    @Test
    void presentLagIsReportedBeforeTheLoopCatchesUp() {
        pass(Duration.ofSeconds(1));
        now += TimeUnit.SECONDS.toNanos(3);
        assertThat(lag.worstSince(now)).isBetween(Duration.ofMillis(2_700), Duration.ofSeconds(3));
    }

    @Test
    void pastLagIsReportedOnlyForTimesBeforeIt() {
        pass(Duration.ofSeconds(1));
        long before = now;
        pass(Duration.ofSeconds(5));
        long after = now + 1;
        pass(Duration.ofMillis(100));
        assertThat(lag.worstSince(before)).isGreaterThan(Duration.ofSeconds(4));
        assertThat(lag.worstSince(after)).isZero();
    }

    @Test
    void observerReceivesTheLagOfEachProbeTask() {
        pass(Duration.ofMillis(250));
        pass(Duration.ofMillis(290));
        pass(Duration.ofMillis(250));
        assertThat(lags).containsExactly(Duration.ZERO, Duration.ofMillis(40), Duration.ZERO);
    }

    @Test
    void lagOfLessThanASecondIsIgnored() {
        pass(Duration.ofMillis(900));
        pass(Duration.ofMillis(900));
        assertThat(lag.worstSince(0)).isZero();
    }

    private void pass(Duration time) {
        now += time.toNanos();
        loop.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        loop.runScheduledPendingTasks();
    }
}

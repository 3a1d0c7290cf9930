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

/** On an event loop whose time and whose turns the test decides. */
class EventLoopLagTest {

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final List<Duration> told = new ArrayList<>();
    private long now;
    private EventLoopLag lag;

    @BeforeEach
    void begin() {
        loop.freezeTime();
        lag = new EventLoopLag(List.of(loop.eventLoop()), () -> now, told::add);
    }

    @AfterEach
    void end() {
        lag.close();
        loop.close();
    }

    @Test
    void aLoopThatKeepsTimeIsNeverBehind() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(100));
        }
        assertThat(lag.worstSince(0)).isZero();
    }

    @Test
    void aLoopThatIsBehindNowIsNoticedBeforeItHasCaughtUp() {
        pass(Duration.ofSeconds(1));
        now += TimeUnit.SECONDS.toNanos(3);
        assertThat(lag.worstSince(now)).isBetween(Duration.ofMillis(2_700), Duration.ofSeconds(3));
    }

    @Test
    void thatItWasBehindIsKnownAfterwardsToThoseWhoWereConcerned() {
        pass(Duration.ofSeconds(1));
        long before = now;
        pass(Duration.ofSeconds(5));
        long after = now + 1;
        pass(Duration.ofMillis(100));
        assertThat(lag.worstSince(before)).isGreaterThan(Duration.ofSeconds(4));
        assertThat(lag.worstSince(after)).isZero();
    }

    @Test
    void eachSignOfLifeIsToldWithHowLateItWas() {
        pass(Duration.ofMillis(250));
        pass(Duration.ofMillis(290));
        pass(Duration.ofMillis(250));
        assertThat(told).containsExactly(Duration.ZERO, Duration.ofMillis(40), Duration.ZERO);
    }

    @Test
    void lessThanASecondIsNothing() {
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

package io.ehloscope.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The token bucket, with a clock that the test sets. */
class RequestRateTest {

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1_500_000_000L, Long.MIN_VALUE})
    void burstIsAcceptedThenOnePerInterval(long start) {
        AtomicLong now = new AtomicLong(start);
        RequestRate rate = new RequestRate(new WebConfig.Rate(Duration.ofSeconds(1), 3), now::get);

        assertThat(taken(rate, 10)).isEqualTo(3);
        now.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(rate.take()).isFalse();
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(taken(rate, 10)).isEqualTo(1);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(taken(rate, 10)).isEqualTo(3);
    }

    @Test
    void withoutLimitAllAreAccepted() {
        assertThat(taken(new RequestRate(null, () -> 0), 1_000)).isEqualTo(1_000);
    }

    /** A thread can read the clock, pause, and take its token after another thread that has read a later time. */
    @Test
    void withoutLimitAnEarlierTimeIsAccepted() {
        AtomicLong now = new AtomicLong(100);
        RequestRate rate = new RequestRate(null, now::getAndDecrement);

        assertThat(taken(rate, 10)).isEqualTo(10);
    }

    private static int taken(RequestRate rate, int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += rate.take() ? 1 : 0;
        }
        return taken;
    }
}

package io.ehloscope.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkBudgetTest {

    private static final Duration TEN = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final WorkBudget allowance = new WorkBudget(TEN, nanos::get);

    @Test
    void twoAtOnceAndThenOneInTenSeconds() {
        assertThat(allowance.take(TEN)).isTrue();
        assertThat(allowance.take(TEN)).isTrue();
        assertThat(allowance.take(TEN)).isFalse();
        assertThat(allowance.retryAfterSeconds()).isEqualTo(10);
        pass(Duration.ofMillis(9_999));
        assertThat(allowance.take(TEN)).isFalse();
        assertThat(allowance.retryAfterSeconds()).isEqualTo(1);
        pass(Duration.ofMillis(1));
        assertThat(allowance.take(TEN)).isTrue();
        assertThat(allowance.take(TEN)).isFalse();
    }

    @Test
    void whatIsKnownLaterIsOwedToo() {
        assertThat(allowance.take(Duration.ofSeconds(1))).isTrue();
        allowance.charge(Duration.ofSeconds(19));
        assertThat(allowance.take(TEN)).isFalse();
        assertThat(allowance.retryAfterSeconds()).isEqualTo(10);
    }

    @Test
    void nothingIsSavedUp() {
        pass(Duration.ofHours(1));
        twoAtOnceAndThenOneInTenSeconds();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}

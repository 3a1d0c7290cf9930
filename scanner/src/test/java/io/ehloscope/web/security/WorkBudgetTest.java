package io.ehloscope.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The debt of accepted work, with a clock that the test sets. */
class WorkBudgetTest {

    private static final Duration TEN = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final WorkBudget budget = new WorkBudget(TEN, nanos::get);

    @Test
    void twoAreAcceptedAtOnceThenOnePerTenSeconds() {
        assertThat(budget.take(TEN)).isTrue();
        assertThat(budget.take(TEN)).isTrue();
        assertThat(budget.take(TEN)).isFalse();
        assertThat(budget.retryAfterSeconds()).isEqualTo(10);
        pass(Duration.ofMillis(9_999));
        assertThat(budget.take(TEN)).isFalse();
        assertThat(budget.retryAfterSeconds()).isEqualTo(1);
        pass(Duration.ofMillis(1));
        assertThat(budget.take(TEN)).isTrue();
        assertThat(budget.take(TEN)).isFalse();
    }

    @Test
    void laterChargeAddsToTheDebt() {
        assertThat(budget.take(Duration.ofSeconds(1))).isTrue();
        budget.charge(Duration.ofSeconds(19));
        assertThat(budget.take(TEN)).isFalse();
        assertThat(budget.retryAfterSeconds()).isEqualTo(10);
    }

    @Test
    void idleTimeGivesNoCredit() {
        pass(Duration.ofHours(1));
        twoAreAcceptedAtOnceThenOnePerTenSeconds();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}

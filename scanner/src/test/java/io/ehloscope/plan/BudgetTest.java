package io.ehloscope.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

    /** The total is 60 s, and 5 s for DNS, which has its own attempts and backoffs. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 30, 0.5, false, 60000",
        "1, 1, 30, 0.5, true, 65000",
        "2, 1, 30, 0, false, 121000",
        "3, 1, 30, 0, false, 183000",
        "3, 1, 30, 0.5, false, 184500",
        "5, 10, 30, 0, false, 390000",
        "2, 0, 0, 1, false, 120000",
        "3, 1, 30, 0.5, true, 204000",
    })
    void worstCaseIsTheSumOfAllAttemptsAndBackoffs(
            int attempts, long backoff, long most, double jitter, boolean looksUp, long millis) {
        Retry retry = new Retry(attempts, Duration.ofSeconds(backoff), Duration.ofSeconds(most), jitter);

        assertThat(new Budget(Timeouts.DEFAULT, retry, looksUp).worst()).isEqualTo(Duration.ofMillis(millis));
    }
}

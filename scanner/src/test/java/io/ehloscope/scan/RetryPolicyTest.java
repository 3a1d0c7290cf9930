package io.ehloscope.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Retry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {

    private static final Retry RETRY = new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(5), 0.5);

    @ParameterizedTest
    @CsvSource({
        "1, 0.0, 500",
        "1, 0.5, 1000",
        "1, 0.75, 1250",
        "2, 0.0, 1000",
        "2, 0.5, 2000",
        "3, 0.5, 4000",
        "4, 0.0, 2500",
        "4, 0.5, 5000",
        "4, 0.999, 7495",
        "60, 0.5, 5000",
        "2000, 0.5, 5000"
    })
    void backoffDoublesUpToItsMaximumAndIsSpread(int rounds, double random, long millis) {
        assertThat(RetryPolicy.delay(RETRY, rounds, random)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void onlyTransientFailuresAreRetried(Reason reason) {
        boolean retried = RetryPolicy.again(RETRY, 1, Failure.of(Stage.EHLO, reason, ""));
        assertThat(retried)
                .isEqualTo(
                        switch (reason) {
                            case NOT_FOUND, REJECTED_PERMANENTLY, NOT_SMTP, TOO_LARGE, TLS_FAILED -> false;
                            case TIMEOUT,
                                    REFUSED,
                                    UNREACHABLE,
                                    RESET,
                                    CLOSED,
                                    RATE_LIMITED,
                                    REJECTED_TEMPORARILY,
                                    TRUNCATED,
                                    OVERLOADED -> true;
                        });
    }

    @Test
    void roundsAreLimitedByAttempts() {
        Failure timeout = Failure.of(Stage.EHLO, Reason.TIMEOUT, "");
        assertThat(RetryPolicy.again(RETRY, 2, timeout)).isTrue();
        assertThat(RetryPolicy.again(RETRY, 3, timeout)).isFalse();
    }
}

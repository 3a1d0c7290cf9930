package io.ehloscope.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.runtime.LivenessMonitor.CollectorShare;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CollectorShareTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void aMinuteOfCollectionAloneIsDetected() {
        CollectorShare share = new CollectorShare();
        long now = 5 * SECOND;
        long collected = 3 * SECOND;
        assertThat(share.isAll(now, collected)).isFalse();
        for (int i = 0; i < 29; i++) {
            now += 2 * SECOND;
            collected += 2 * SECOND;
            assertThat(share.isAll(now, collected)).isFalse();
        }
        assertThat(share.isAll(now + 2 * SECOND, collected + 2 * SECOND)).isTrue();
    }

    @Test
    void otherWorkRestartsTheMinute() {
        CollectorShare share = new CollectorShare();
        long now = 0;
        long collected = 0;
        for (int i = 0; i < 1_000; i++) {
            now += 2 * SECOND;
            collected += i % 20 == 0 ? SECOND : 2 * SECOND;
            assertThat(share.isAll(now, collected)).isFalse();
        }
    }
}

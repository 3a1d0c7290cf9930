package io.ehloscope.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 500, 1_000, 50_000})
    void rateIsKeptOverALongTime(int perSecond) {
        Pacer pacer = new Pacer(perSecond);
        int taken = 0;
        for (long now = 0; now < TimeUnit.SECONDS.toNanos(10); now += TimeUnit.MILLISECONDS.toNanos(1)) {
            while (pacer.tryTake(now)) {
                taken++;
            }
        }
        assertThat(taken).isBetween(10 * perSecond - 1, 10 * perSecond + perSecond / 100 + 1);
    }

    @Test
    void burstIsTenMilliseconds() {
        Pacer pacer = new Pacer(1_000);
        int taken = 0;
        while (pacer.tryTake(0)) {
            taken++;
        }
        assertThat(taken).isEqualTo(11);
    }

    @Test
    void idleTimeAllowsNoLargerBurst() {
        Pacer pacer = new Pacer(1_000);
        long later = TimeUnit.HOURS.toNanos(1);
        int taken = 0;
        while (pacer.tryTake(later)) {
            taken++;
        }
        assertThat(taken).isEqualTo(11);
    }

    @Test
    void clockMayStartAtANegativeNumber() {
        Pacer pacer = new Pacer(100);
        assertThat(pacer.tryTake(-5_000_000_000_000L)).isTrue();
    }
}

package io.ehloscope.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapEstimateTest {

    private static final long MEBI = 1024L * 1024;

    @ParameterizedTest
    @CsvSource({"0, 40", "1000, 44", "10000, 75", "100000, 382", "1000000, 3458"})
    void estimateGrowsWithTheTargets(int targets, long mebibytes) {
        assertThat(new HeapEstimate(Long.MAX_VALUE).mebibytes(targets)).isEqualTo(mebibytes);
    }

    @Test
    void sentenceStatesNeededAndMaximumHeap() {
        assertThat(new HeapEstimate(256 * MEBI).sentence(100_000))
                .isEqualTo("100,000 targets need a heap of about 382 MiB, and the JVM may use 256 MiB: raise it with"
                        + " -Xmx382m in JAVA_OPTS, or the service will end when memory runs out");
    }

    @ParameterizedTest
    @CsvSource({"100, 100000, false", "381, 100000, false", "382, 100000, true", "512, 100000, true"})
    void recommendedHeapSuffices(long most, int targets, boolean suffices) {
        assertThat(new HeapEstimate(most * MEBI).suffices(targets)).isEqualTo(suffices);
    }
}

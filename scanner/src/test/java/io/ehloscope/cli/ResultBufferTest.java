package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.result.TargetResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

class ResultBufferTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void endOfTheScanEndsTheWait() {
        ResultBuffer buffer = new ResultBuffer(2);
        Flux.<TargetResult>empty().subscribe(buffer);

        assertThat(buffer.await(LONG)).isTrue();
        assertThat(buffer.poll()).isNull();
    }

    @Test
    void waitTimesOutDuringTheScan() {
        ResultBuffer buffer = new ResultBuffer(2);
        Flux.<TargetResult>never().subscribe(buffer);

        assertThat(buffer.await(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void requestsNoMoreThanItsCapacity() {
        AtomicLong requested = new AtomicLong();
        ResultBuffer buffer = new ResultBuffer(2);
        Flux.<TargetResult>never().doOnRequest(requested::addAndGet).subscribe(buffer);

        assertThat(requested).hasValue(2);
        buffer.request(1);
        assertThat(requested).hasValue(3);
    }

    @Test
    void failureOfTheScanIsThrown() {
        IllegalStateException bug = new IllegalStateException("on an event loop");
        ResultBuffer buffer = new ResultBuffer(2);
        Flux.<TargetResult>error(bug).subscribe(buffer);

        assertThatThrownBy(() -> buffer.await(LONG))
                .hasMessageContaining("on an event loop")
                .hasRootCause(bug);
    }

    @Test
    void disposalCancelsTheScan() {
        Sinks.Empty<Void> cancelled = Sinks.empty();
        ResultBuffer buffer = new ResultBuffer(2);
        Flux.<TargetResult>never().doOnCancel(cancelled::tryEmitEmpty).subscribe(buffer);

        buffer.dispose();

        assertThat(cancelled.asMono().toFuture()).isDone();
        assertThat(buffer.await(LONG)).isTrue();
    }
}

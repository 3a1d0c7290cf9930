package io.ehloscope.cli;

import io.ehloscope.result.TargetResult;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;

/**
 * Buffers results from event loops for the command's thread, which polls it periodically, because waking that thread
 * for each result costs more than the result itself.
 */
final class ResultBuffer extends BaseSubscriber<TargetResult> {

    private final Queue<TargetResult> waiting = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int capacity;
    private volatile @Nullable Throwable failure;

    /** Requests this many results at first; the consumer requests one more for each result that it takes. */
    ResultBuffer(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Waits for the end of the scan.
     *
     * @return whether all results have arrived within the timeout
     * @throws IllegalStateException if the scan failed, which is a bug
     */
    boolean await(Duration timeout) {
        try {
            boolean all = ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            Throwable bug = failure;
            if (bug != null) {
                throw new IllegalStateException("the scan failed: " + bug, bug);
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("this thread was interrupted", e);
        }
    }

    /** Removes and returns the next result; null if the buffer is empty. */
    @Nullable
    TargetResult poll() {
        return waiting.poll();
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(capacity);
    }

    @Override
    protected void hookOnNext(TargetResult result) {
        waiting.add(result);
    }

    @Override
    protected void hookOnError(Throwable bug) {
        failure = bug;
    }

    @Override
    protected void hookFinally(SignalType how) {
        ended.countDown();
    }
}

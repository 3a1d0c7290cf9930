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
 * Where event loops leave results for the thread of the command, which looks in now and then: waking it for each of them
 * costs more than the result itself.
 */
final class ResultBuffer extends BaseSubscriber<TargetResult> {

    private final Queue<TargetResult> waiting = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int room;
    private volatile @Nullable Throwable failure;

    /** Asks for as many results as there is room for, and for as many more as are taken. */
    ResultBuffer(int room) {
        this.room = room;
    }

    /**
     * Waits until all results are there, but no longer than this.
     *
     * @return whether they are
     * @throws IllegalStateException if the scan ended by a bug
     */
    boolean await(Duration glance) {
        try {
            boolean all = ended.await(glance.toMillis(), TimeUnit.MILLISECONDS);
            Throwable bug = failure;
            if (bug != null) {
                throw new IllegalStateException("the scan failed: " + bug, bug);
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** The next result; null where none waits at present. */
    @Nullable
    TargetResult poll() {
        return waiting.poll();
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(room);
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

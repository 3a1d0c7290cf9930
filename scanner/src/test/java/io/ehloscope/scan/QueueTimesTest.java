package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.answered;
import static io.ehloscope.scan.Rehearsal.failed;
import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The waits and the limits that a scan reports. */
class QueueTimesTest {

    private final Rehearsal rehearsal = new Rehearsal();
    private final Map<ScanQueue, List<Duration>> waits = new EnumMap<>(ScanQueue.class);
    private final Map<ScanLimit, Duration> held = new EnumMap<>(ScanLimit.class);

    QueueTimesTest() {
        rehearsal.observer = new ScanObserver() {
            @Override
            public void waited(ScanQueue queue, Duration time) {
                waits.computeIfAbsent(queue, any -> new ArrayList<>()).add(time);
            }

            @Override
            public void heldBack(ScanLimit limit, Duration time) {
                held.merge(limit, time, Duration::plus);
            }
        };
    }

    @Test
    void nothingWaitsWithinTheLimits() {
        rehearsal.run(Rehearsal.targets("one", 0, 50));
        assertThat(waits.get(ScanQueue.SLOT)).hasSize(50).containsOnly(Duration.ZERO);
        assertThat(waits.get(ScanQueue.ADDRESS)).hasSize(50).containsOnly(Duration.ZERO);
        assertThat(waits).doesNotContainKey(ScanQueue.LOOKUP);
        assertThat(held).isEmpty();
    }

    /** Ten at the same time, one second each. */
    @Test
    void dialoguesBeyondConcurrencyWaitForASlot() {
        rehearsal.limits = new Limits(10, 100, 1, 100_000, Duration.ZERO);
        rehearsal.dialogueTakes = Duration.ofSeconds(1);
        rehearsal.run(Rehearsal.targets("one", 0, 30));
        assertThat(seconds(ScanQueue.SLOT)).hasSize(30).startsWith(0L, 0L).endsWith(2L, 2L);
        assertThat(held).containsOnlyKeys(ScanLimit.CONCURRENCY);
        assertThat(held.get(ScanLimit.CONCURRENCY)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void siteAtItsLimitIsHeldBack() {
        rehearsal.limits = new Limits(100, 10, 1, 100_000, Duration.ZERO);
        rehearsal.dialogueTakes = Duration.ofSeconds(1);
        rehearsal.run(Rehearsal.targets("one", 0, 30));
        assertThat(held).containsOnlyKeys(ScanLimit.PER_SITE);
        assertThat(held.get(ScanLimit.PER_SITE)).isEqualTo(Duration.ofSeconds(2));
    }

    /** A hundred per second: the last of 300 begins after about three seconds. */
    @Test
    void paceHoldsDialoguesBackWithinTheOtherLimits() {
        rehearsal.limits = new Limits(1_000, 1_000, 1, 100, Duration.ZERO);
        rehearsal.run(Rehearsal.targets("one", 0, 300));
        assertThat(held).containsOnlyKeys(ScanLimit.CONNECTS_PER_SECOND);
        assertThat(held.get(ScanLimit.CONNECTS_PER_SECOND).toMillis()).isCloseTo(3_000, within(200L));
        assertThat(waits.get(ScanQueue.SLOT).get(299).toMillis()).isCloseTo(3_000, within(200L));
    }

    @Test
    void shortageIsReportedSeparately() {
        rehearsal.limits = new Limits(100, 100, 1, 100_000, Duration.ZERO);
        rehearsal.outcomesNow = attempt -> rehearsal.inFlight > 20 ? failed(Stage.CONNECT, Reason.OVERLOADED) : null;
        rehearsal.run(Rehearsal.targets("one", 0, 100));
        assertThat(held).containsOnlyKeys(ScanLimit.SHORTAGE);
        assertThat(held.get(ScanLimit.SHORTAGE)).isPositive();
    }

    @Test
    void dialoguesWithOneAddressWaitForItsGap() {
        rehearsal.limits = new Limits(100, 100, 1, 100_000, Duration.ofSeconds(2));
        rehearsal.dialogueTakes = Duration.ofSeconds(1);
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1))));
        rehearsal.run(named(3));
        assertThat(seconds(ScanQueue.ADDRESS)).containsExactly(0L, 3L, 6L);
        assertThat(seconds(ScanQueue.SLOT)).containsOnly(0L);
    }

    /** Nothing waits for a limit during a backoff. */
    @Test
    void backoffIsNotAWait() {
        rehearsal.outcomes = (target, attempt) -> attempt == 1 ? failed(Stage.EHLO, Reason.TIMEOUT) : answered();
        rehearsal.run(Rehearsal.targets("one", 0, 1));
        assertThat(waits.get(ScanQueue.SLOT)).containsExactly(Duration.ZERO, Duration.ZERO);
        assertThat(waits.get(ScanQueue.ADDRESS)).containsExactly(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void waitIsNeverNegativeWhenClockReadingsComeInReverseOrder() {
        QueueTimes early = new QueueTimes();
        early.forSlot(10);
        early.over(7, rehearsal.observer);
        assertThat(waits.get(ScanQueue.SLOT)).containsExactly(Duration.ZERO);
    }

    /** At most 64 at the same time, one second each. */
    @Test
    void lookupsBeyondTheirLimitWait() {
        rehearsal.lookupTakes = Duration.ofSeconds(1);
        rehearsal.run(named(100));
        assertThat(seconds(ScanQueue.LOOKUP))
                .hasSize(100)
                .filteredOn(wait -> wait > 0)
                .hasSize(36);
    }

    private List<Long> seconds(ScanQueue queue) {
        return waits.get(queue).stream().map(Duration::toSeconds).toList();
    }

    private static List<Target> named(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> target("one", "mail" + i + ".example.com", Settings.DEFAULT))
                .toList();
    }
}

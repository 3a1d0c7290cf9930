package io.ehloscope.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.drift.Change;
import io.ehloscope.history.HistoryChange;
import io.ehloscope.history.HistoryScan;
import io.ehloscope.history.HistoryStore.Row;
import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.MadeUpHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What changed since yesterday, by a clock of our own that begins on the third day. */
class RecentChangesTest {

    private static final Instant NOW = Instant.EPOCH.plus(Duration.ofDays(2));

    private final MadeUpHistory history = new MadeUpHistory();
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final RecentChanges yesterday = new RecentChanges(history.operations(), clock);
    private final Snapshot shown = snapshot();

    RecentChangesTest() {
        clock.advanceTimeBy(Duration.ofDays(2));
        assertThat(clock.now(TimeUnit.MILLISECONDS)).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void itIsWhatTheHistoryHasFromThenOnAndWhatChangedBackIsNothing() {
        history.base.set(Mono.just(scan(7, Duration.ofHours(25))));
        history.changes.set(List.of(
                verdict(7, "old:25", "healthy", "partial"),
                verdict(8, "a:25", "healthy", "partial"),
                verdict(9, "b:25", "healthy", "refused"),
                verdict(10, "a:25", "partial", "not_loaded"),
                verdict(11, "b:25", "refused", "healthy")));

        ChangeWindow lately = known();

        assertThat(lately.since()).isEqualTo("yesterday");
        assertThat(lately.at()).isEqualTo(NOW.minus(Duration.ofHours(25)));
        assertThat(lately.changes()).containsExactly(Map.entry("a:25", List.of(change("healthy", "not_loaded"))));
        assertThat(lately.basis()).isEqualTo("Compared with the scan of 1970-01-01 23:00:00 UTC.");
    }

    @Test
    void aYoungHistorySaysThatItIsYoung() {
        history.base.set(Mono.just(scan(1, Duration.ofHours(2))));

        assertThat(known().since()).isEqualTo("the first remembered scan");
    }

    @Test
    void withoutAHistoryNothingIsKnown() {
        assertThat(new RecentChanges(ServiceApi.NONE, clock).of(shown).blockOptional())
                .isEmpty();
        assertThat(yesterday.of(shown).blockOptional()).isEmpty();
    }

    @Test
    void aHistoryThatDoesNotAnswerIsNotWaitedForLong() {
        history.base.set(Mono.never());
        Mono<Optional<ChangeWindow>> asked =
                yesterday.of(shown).singleOptional().cache();
        asked.subscribe();
        clock.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(asked.block(Duration.ZERO)).isEmpty();
    }

    @Test
    void aHistoryThatFailsIsDoneWithout() {
        history.base.set(Mono.error(new IllegalStateException("the database is down")));

        assertThat(yesterday.of(shown).blockOptional()).isEmpty();
    }

    @Test
    void allWhoLookWithinSecondsAskOnce() {
        history.base.set(Mono.just(scan(1, Duration.ofHours(25))));
        known();
        known();
        assertThat(history.asked).hasValue(1);
        clock.advanceTimeBy(Duration.ofSeconds(6));
        known();
        assertThat(history.asked).hasValue(2);
        yesterday.of(snapshot()).block();
        assertThat(history.asked).hasValue(3);
    }

    @Test
    void thatThereAreTooManyIsSaid() {
        history.base.set(Mono.just(scan(1, Duration.ofHours(25))));
        history.changes.set(Collections.nCopies(50_001, verdict(2, "a:25", "healthy", "partial")));

        assertThat(known().basis()).endsWith("There were too many changes to show all of them.");
    }

    private ChangeWindow known() {
        return yesterday.of(shown).blockOptional().orElseThrow();
    }

    private static Snapshot snapshot() {
        ScanResult scan = SampleResults.large(3);
        return Snapshot.first(scan, scan.plan());
    }

    private static HistoryScan scan(long id, Duration ago) {
        Instant ended = NOW.minus(ago);
        return new HistoryScan(id, "scanner.test", true, ended, ended, Duration.ofSeconds(1), 3, 0);
    }

    private static Row verdict(long scan, String target, String from, String to) {
        return new Row(scan, new HistoryChange(target, "emea", NOW, change(from, to)));
    }

    private static Change change(String from, String to) {
        return new Change(Change.Kind.VERDICT, "verdict", from, to);
    }
}

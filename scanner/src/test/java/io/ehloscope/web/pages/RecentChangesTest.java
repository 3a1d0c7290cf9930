package io.ehloscope.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.drift.Change;
import io.ehloscope.history.HistoryChange;
import io.ehloscope.history.HistoryScan;
import io.ehloscope.history.HistoryStore.Row;
import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.StubHistory;
import io.ehloscope.web.StubServiceApi;
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

/** The changes since recentChanges, with a virtual clock that starts two days after the epoch. */
class RecentChangesTest {

    private static final Instant NOW = Instant.EPOCH.plus(Duration.ofDays(2));

    private final StubHistory history = new StubHistory();
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final RecentChanges recentChanges = new RecentChanges(history.operations(), clock);
    private final Snapshot shown = snapshot();

    RecentChangesTest() {
        clock.advanceTimeBy(Duration.ofDays(2));
        assertThat(clock.now(TimeUnit.MILLISECONDS)).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void changesSinceBaseAreMergedAndRevertedOnesDropped() {
        history.base.set(Mono.just(scan(7, Duration.ofHours(25))));
        history.changes.set(List.of(
                verdict(7, "old:25", "healthy", "partial"),
                verdict(8, "a:25", "healthy", "partial"),
                verdict(9, "b:25", "healthy", "refused"),
                verdict(10, "a:25", "partial", "not_loaded"),
                verdict(11, "b:25", "refused", "healthy")));

        ChangeWindow window = changes();

        assertThat(window.since()).isEqualTo("yesterday");
        assertThat(window.at()).isEqualTo(NOW.minus(Duration.ofHours(25)));
        assertThat(window.changes()).containsExactly(Map.entry("a:25", List.of(change("healthy", "not_loaded"))));
        assertThat(window.basis()).isEqualTo("Compared with the scan of 1970-01-01 23:00:00 UTC.");
    }

    @Test
    void shortHistoryUsesFirstRememberedScan() {
        history.base.set(Mono.just(scan(1, Duration.ofHours(2))));

        assertThat(changes().since()).isEqualTo("the first remembered scan");
    }

    @Test
    void withoutHistoryThereAreNoChanges() {
        assertThat(new RecentChanges(new StubServiceApi(), clock).of(shown).blockOptional())
                .isEmpty();
        assertThat(recentChanges.of(shown).blockOptional()).isEmpty();
    }

    @Test
    void slowHistoryTimesOut() {
        history.base.set(Mono.never());
        Mono<Optional<ChangeWindow>> queries =
                recentChanges.of(shown).singleOptional().cache();
        queries.subscribe();
        clock.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(queries.block(Duration.ZERO)).isEmpty();
    }

    @Test
    void failedHistoryIsIgnored() {
        history.base.set(Mono.error(new IllegalStateException("the database is down")));

        assertThat(recentChanges.of(shown).blockOptional()).isEmpty();
    }

    @Test
    void requestsWithinSecondsShareOneQuery() {
        history.base.set(Mono.just(scan(1, Duration.ofHours(25))));
        changes();
        changes();
        assertThat(history.queries).hasValue(1);
        clock.advanceTimeBy(Duration.ofSeconds(6));
        changes();
        assertThat(history.queries).hasValue(2);
        recentChanges.of(snapshot()).block();
        assertThat(history.queries).hasValue(3);
    }

    @Test
    void truncatedChangesAreReported() {
        history.base.set(Mono.just(scan(1, Duration.ofHours(25))));
        history.changes.set(Collections.nCopies(50_001, verdict(2, "a:25", "healthy", "partial")));

        assertThat(changes().basis()).endsWith("There were too many changes to show all of them.");
    }

    private ChangeWindow changes() {
        return recentChanges.of(shown).blockOptional().orElseThrow();
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

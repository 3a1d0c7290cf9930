package io.ehloscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A history writer in virtual time, with a scripted database. */
class HistoryWriterTest implements HistoryStore, HistoryWriter.HistoryObserver {

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final List<HistoryEntry> stored = new ArrayList<>();
    private final List<Instant> deletedBefore = new ArrayList<>();
    private Mono<Long> database = Mono.just(1L);
    private int attempts;
    private int waiting;
    private int written;
    private int lost;

    private final HistoryWriter writer = new HistoryWriter(
            this, Duration.ofDays(90), Clock.fixed(HistoryStoreTest.START, ZoneOffset.UTC), timers, this);

    @Test
    void entriesAreWrittenAndOldScansDeleted() {
        add(2);
        add(3);
        assertThat(stored).hasSize(2);
        assertThat(written).isEqualTo(5);
        assertThat(waiting).isZero();
        assertThat(deletedBefore).hasSize(2).containsOnly(HistoryStoreTest.START.minus(Duration.ofDays(90)));
    }

    @Test
    void aTemporaryOutageLosesNothing() {
        database = Mono.error(new R2dbcNonTransientResourceException("rehearsed"));
        add(2);
        add(2);
        timers.advanceTimeBy(Duration.ofSeconds(20));
        assertThat(attempts).isGreaterThan(2);
        assertThat(waiting).isEqualTo(4);
        database = Mono.just(1L);
        timers.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(written).isEqualTo(4);
        assertThat(lost).isZero();
    }

    @Test
    void aLongOutageLosesChangesAndTheQueueIsBounded() {
        database = Mono.error(new R2dbcNonTransientResourceException("rehearsed"));
        IntStream.range(0, HistoryWriter.MOST_ENTRIES + 100).forEach(i -> add(1));
        assertThat(lost).isPositive();
        assertThat(waiting).isLessThanOrEqualTo(HistoryWriter.MOST_ENTRIES + 1);
        timers.advanceTimeBy(Duration.ofDays(2));
        assertThat(waiting).isZero();
        assertThat(lost).isEqualTo(HistoryWriter.MOST_ENTRIES + 100);
    }

    @Test
    void aDatabaseThatNeverAnswersTimesOut() {
        database = Mono.never();
        add(1);
        timers.advanceTimeBy(Duration.ofHours(1));
        assertThat(lost).isEqualTo(1);
    }

    @Test
    void aRejectedEntryIsLostAtOnce() {
        database = Mono.error(HistoryException.of(new R2dbcBadGrammarException("rehearsed", "select")));
        add(1);
        assertThat(attempts).isEqualTo(1);
        assertThat(lost).isEqualTo(1);
        database = Mono.just(1L);
        add(1);
        assertThat(written).isEqualTo(1);
    }

    @Test
    void drainWaitsForWritesUpToItsTimeout() {
        database = Mono.never();
        add(1);
        List<String> ended = new ArrayList<>();
        writer.drain(Duration.ofSeconds(5)).subscribe(nothing -> {}, failure -> {}, () -> ended.add("now"));
        timers.advanceTimeBy(Duration.ofSeconds(4));
        assertThat(ended).isEmpty();
        timers.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(ended).hasSize(1);
    }

    @Test
    void drainTriesAWaitingEntryOnceMore() {
        database = Mono.error(HistoryException.passing("the disk is full"));
        add(1);
        add(2);
        timers.advanceTimeBy(Duration.ofSeconds(40));
        int before = attempts;
        database = Mono.just(1L);
        List<String> ended = new ArrayList<>();
        writer.drain(Duration.ofSeconds(1)).subscribe(nothing -> {}, failure -> {}, () -> ended.add("now"));
        assertThat(attempts).isEqualTo(before + 2);
        assertThat(written).isEqualTo(3);
        assertThat(lost).isZero();
        assertThat(ended).hasSize(1);
    }

    @Test
    void drainTriesEachEntryOnceAndCountsTheLost() {
        database = Mono.error(HistoryException.passing("the disk is full"));
        add(1);
        add(2);
        int before = attempts;
        writer.drain(Duration.ofSeconds(1)).subscribe();
        assertThat(attempts).isEqualTo(before + 2);
        assertThat(lost).isEqualTo(3);
        assertThat(waiting).isZero();
    }

    @Test
    void unfinishedWritesCountAsLostAfterTheTimeout() {
        database = Mono.never();
        add(4);
        writer.drain(Duration.ofSeconds(1)).subscribe();
        timers.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(lost).isEqualTo(4);
        assertThat(waiting).isZero();
    }

    private void add(int changes) {
        writer.add(HistoryStoreTest.entry(
                "a",
                0,
                IntStream.range(0, changes)
                        .mapToObj(i -> HistoryStoreTest.change("h" + i, "1", "2"))
                        .toArray(HistoryChange[]::new)));
    }

    @Override
    public Mono<Long> add(HistoryEntry entry) {
        return Mono.defer(() -> {
            attempts++;
            return database.doOnNext(id -> stored.add(entry));
        });
    }

    @Override
    public Mono<Long> forget(Instant before) {
        deletedBefore.add(before);
        return Mono.just(0L);
    }

    @Override
    public Flux<Row> changes(String scanner, String target, Page page) {
        return Flux.empty();
    }

    @Override
    public Flux<HistoryScan> scans(String scanner, Page page) {
        return Flux.empty();
    }

    @Override
    public Flux<Row> between(String scanner, long after, long upTo) {
        return Flux.empty();
    }

    @Override
    public Mono<HistoryScan> base(String scanner, Instant endedBy) {
        return Mono.empty();
    }

    @Override
    public Flux<String> scanners() {
        return Flux.empty();
    }

    @Override
    public void historyTakes(int changes) {
        waiting += changes;
    }

    @Override
    public void historyWrote(int changes) {
        waiting -= changes;
        written += changes;
    }

    @Override
    public void historyLost(int changes) {
        waiting -= changes;
        lost += changes;
    }
}

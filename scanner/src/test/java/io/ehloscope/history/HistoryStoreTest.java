package io.ehloscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ehloscope.drift.Change;
import io.ehloscope.history.HistoryStore.Page;
import io.ehloscope.history.HistoryStore.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The tests that every history must pass, whatever its database. */
abstract class HistoryStoreTest {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** An empty history. */
    abstract HistoryStore empty(String name);

    /** The history of this name, opened again. */
    abstract HistoryStore reopened(String name);

    /** Upgrades the tables to a later version, and returns the message when they are opened. */
    abstract String messageForALaterVersion(String name);

    private final String name = "test" + DATABASES.getAndIncrement();
    private HistoryStore history;

    @BeforeEach
    void begin() {
        history = empty(name);
    }

    @Test
    void entriesAreReadTheNewestFirst() {
        long one = add(entry("a", 0, change("mail:25", "partial", "healthy"), change("other:25", "new", null)));
        long two = add(entry("a", 1, change("mail:25", "healthy", "refused")));
        assertThat(two).isGreaterThan(one);
        List<Row> rows = all(history.changes("a", "mail:25", Page.first(10)));
        assertThat(rows).extracting(Row::scan).containsExactly(two, one);
        assertThat(rows.get(1).entry()).isEqualTo(change("mail:25", "partial", "healthy"));
        assertThat(all(history.scans("a", Page.first(10))))
                .extracting(HistoryScan::id, HistoryScan::startedAt, HistoryScan::findings)
                .containsExactly(tuple(two, START.plusSeconds(3600), 3), tuple(one, START, 3));
    }

    @Test
    void aLongListIsReadInPages() {
        List<Long> ids = IntStream.range(0, 5)
                .mapToObj(i -> add(entry("a", i, change("mail:25", "v" + i, "v" + (i + 1)))))
                .toList();
        List<Row> first = all(history.changes("a", "mail:25", Page.first(2)));
        List<Row> second =
                all(history.changes("a", "mail:25", new Page(first.get(1).scan(), 2)));
        assertThat(first).extracting(Row::scan).containsExactly(ids.get(4), ids.get(3));
        assertThat(second).extracting(Row::scan).containsExactly(ids.get(2), ids.get(1));
        assertThatThrownBy(() -> Page.first(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Page.first(100_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scannersDoNotSeeEachOthersScans() {
        long mine = add(entry("a", 0, change("mail:25", "healthy", "refused")));
        add(entry("b", 0, change("mail:25", "healthy", "masked")));
        assertThat(all(history.changes("a", "mail:25", Page.first(10))))
                .extracting(Row::scan)
                .containsExactly(mine);
        assertThat(all(history.scanners())).containsExactly("a", "b");
    }

    @Test
    void changesBetweenTwoScansAreInOrder() {
        long one = add(entry("a", 0, change("x:25", "1", "2")));
        add(entry("a", 1, change("x:25", "2", "3")));
        add(entry("b", 1, change("x:25", "2", "9")));
        long three = add(entry("a", 2, change("y:25", "1", "2"), change("x:25", "3", "4")));
        add(entry("a", 3, change("x:25", "4", "5")));
        assertThat(all(history.between("a", one, three)))
                .extracting(
                        each -> each.entry().target() + each.entry().change().to())
                .containsExactly("x:253", "y:252", "x:254");
    }

    @Test
    void baseIsTheNewestScanThatHadEnded() {
        assertThat(history.base("a", START).blockOptional(PATIENCE)).isEmpty();
        long first = add(entry("a", 2));
        long second = add(entry("a", 4));
        add(entry("b", 3));

        assertThat(base("a", 10)).isEqualTo(second);
        assertThat(base("a", 3)).isEqualTo(first);
        assertThat(base("a", 0)).as("the oldest, where none is old enough").isEqualTo(first);
    }

    private long base(String scanner, int hour) {
        return history.base(scanner, START.plus(Duration.ofHours(hour)))
                .blockOptional(PATIENCE)
                .orElseThrow()
                .id();
    }

    @Test
    void oldScansAreDeletedWithTheirChanges() {
        add(entry("a", 0, change("mail:25", "1", "2")));
        long kept = add(entry("a", 5, change("mail:25", "2", "3")));
        assertThat(history.forget(START.plus(Duration.ofHours(3))).block(PATIENCE))
                .isEqualTo(1);
        assertThat(all(history.changes("a", "mail:25", Page.first(10))))
                .extracting(Row::scan)
                .containsExactly(kept);
    }

    @Test
    void anEntryIsWrittenCompletelyOrNotAtAll() {
        HistoryChange impossible =
                new HistoryChange("mail:25", "emea", Instant.MAX, new Change(Change.Kind.VERDICT, "verdict", "1", "2"));
        assertThatThrownBy(() -> add(entry("a", 0, change("mail:25", "1", "2"), impossible)))
                .isInstanceOf(RuntimeException.class);
        assertThat(all(history.scans("a", Page.first(10)))).isEmpty();
        assertThat(all(history.changes("a", "mail:25", Page.first(10)))).isEmpty();
    }

    @Test
    void anyTextOfAServerCanBeStored() {
        HistoryChange hostile = new HistoryChange(
                "mail:25",
                "emea",
                START,
                new Change(
                        Change.Kind.VERB,
                        "X\0'; drop table ehloscope_scans;--\ud83d\ude00\n" + "y".repeat(5000),
                        null,
                        "offered"));
        add(entry("a", 0, hostile));
        String what = all(history.changes("a", "mail:25", Page.first(1)))
                .get(0)
                .entry()
                .change()
                .what();
        assertThat(what)
                .startsWith("X\ufffd'; drop table ehloscope_scans;--\ud83d\ude00\nyyy")
                .hasSizeLessThan(2100);
    }

    @Test
    void anEntryCanHaveManyChanges() {
        HistoryChange[] many = IntStream.range(0, 3_210)
                .mapToObj(i -> change("h" + i + ":25", "1", "2"))
                .toArray(HistoryChange[]::new);
        long id = add(entry("a", 0, many));
        assertThat(all(history.between("a", id - 1, id))).hasSize(3_210);
    }

    @Test
    void existingTablesAreOpened() {
        add(entry("a", 0, change("mail:25", "1", "2")));
        assertThat(all(reopened(name).scans("a", Page.first(10)))).hasSize(1);
    }

    @Test
    void aRetriedEntryIsWrittenOnce() {
        HistoryEntry entry = entry("a", 0, change("mail:25", "1", "2"));
        assertThat(add(entry)).isEqualTo(add(entry));
        assertThat(all(history.changes("a", "mail:25", Page.first(10)))).hasSize(1);
    }

    @Test
    void tablesOfALaterVersionAreRejected() {
        assertThat(messageForALaterVersion(name)).contains("a later version of this program wrote");
    }

    private long add(HistoryEntry entry) {
        return history.add(entry).block(PATIENCE);
    }

    private static <T> List<T> all(Flux<T> rows) {
        return rows.collectList().block(PATIENCE);
    }

    static HistoryEntry entry(String scanner, int hour, HistoryChange... changes) {
        Instant at = START.plus(Duration.ofHours(hour));
        return new HistoryEntry(
                new HistoryScan(0, scanner, true, at, at.plusSeconds(10), Duration.ofSeconds(10), 7, 3),
                List.of(changes));
    }

    static HistoryChange change(String target, String from, String to) {
        return new HistoryChange(target, "emea", START, new Change(Change.Kind.VERDICT, "verdict", from, to));
    }
}

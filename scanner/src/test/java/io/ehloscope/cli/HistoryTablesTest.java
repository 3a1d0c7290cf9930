package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTablesTest {

    @Test
    void eachScanIsOneLine() {
        assertThat(HistoryTables.scans("""
                        {"scans":[{"id":42,"scanner":"s","started_at":"2026-11-25T22:08:57.704Z",
                        "finished_at":"2026-11-25T22:09:00Z","duration_ms":2300,"targets":1000,"findings":7}]}""")).isEqualTo("""
                            SCAN  BEGAN                      TARGETS  FINDINGS
                              42  2026-11-25T22:08:57.704Z      1000         7
                        """);
        assertThat(HistoryTables.scans("{\"scans\":[]}")).isEqualTo("the history contains no scans\n");
    }

    @Test
    void changesAreListedUnderTheirTargetWithServerTextEscaped() {
        assertThat(HistoryTables.changes("""
                        {"target":"hub1:25","changes":[{"scan":3,"at":"2026-11-25T22:08:57.704Z","site":"a",
                        "kind":"product","what":"product","sentence":"product a -> \\u001b[31mb"}]}"""))
                .isEqualTo("hub1:25\n       3  2026-11-25T22:08:57.704Z  product a -> \\x1b[31mb\n");
    }

    @Test
    void unknownTargetSuggestsToCheckTheSpelling() {
        assertThat(HistoryTables.changes("{\"target\":\"hub1:25\",\"changes\":[]}"))
                .isEqualTo("the history has no changes of hub1:25\n");
    }

    @Test
    void differenceIsListedByTarget() {
        assertThat(HistoryTables.difference("""
                        {"from":3,"to":9,"targets":[{"target":"hub1:25","site":"a","changes":[
                        {"sentence":"verdict healthy -> partial"},{"sentence":"XEXCH50 is gone"}]}]}"""))
                .isEqualTo(
                        "%-48s  verdict healthy -> partial%n%-48s  XEXCH50 is gone%n".formatted("hub1:25", "hub1:25"));
        assertThat(HistoryTables.difference("{\"from\":3,\"to\":9,\"targets\":[]}"))
                .isEqualTo("nothing changed between scan 3 and scan 9\n");
    }
}

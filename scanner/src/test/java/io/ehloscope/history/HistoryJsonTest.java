package io.ehloscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.drift.Change;
import io.ehloscope.history.HistoryStore.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryJsonTest {

    private static final Instant AT = Instant.parse("2026-11-25T22:08:57.704123Z");

    private final StringWriter out = new StringWriter();

    @Test
    void changesHaveAllTheirMembers() throws IOException {
        HistoryJson.changes(
                out,
                "hub1:25",
                List.of(
                        row(42, new Change(Change.Kind.VERDICT, "verdict", "healthy", "partial")),
                        row(1, new Change(Change.Kind.NEW, "target", null, "healthy"))));
        assertThat(out)
                .hasToString("{\"target\":\"hub1:25\",\"changes\":["
                        + "{\"scan\":42,\"at\":\"2026-11-25T22:08:57.704Z\",\"site\":\"emea\",\"kind\":\"verdict\","
                        + "\"what\":\"verdict\",\"from\":\"healthy\",\"to\":\"partial\",\"sentence\":\"verdict healthy -> partial\"},"
                        + "{\"scan\":1,\"at\":\"2026-11-25T22:08:57.704Z\",\"site\":\"emea\",\"kind\":\"new\","
                        + "\"what\":\"target\",\"to\":\"healthy\",\"sentence\":\"new in this scan: healthy\"}]}\n");
    }

    @Test
    void scansHaveAllTheirMembers() throws IOException {
        HistoryJson.scans(
                out,
                List.of(new HistoryScan(
                        7, "scanner.example.com", true, AT, AT.plusSeconds(3), Duration.ofMillis(3_000), 1_000, 12)));
        assertThat(out)
                .hasToString("{\"scans\":[{\"id\":7,\"scanner\":\"scanner.example.com\","
                        + "\"started_at\":\"2026-11-25T22:08:57.704Z\",\"finished_at\":\"2026-11-25T22:09:00.704Z\","
                        + "\"duration_ms\":3000,\"targets\":1000,\"findings\":12}]}\n");
    }

    /** A lone surrogate, from whatever source, is not valid JSON text. */
    @Test
    void aDifferenceWithLoneSurrogatesIsWellFormed() throws IOException {
        List<Difference.Changed> changed =
                Difference.of(List.of(row(3, new Change(Change.Kind.PRODUCT, "product", "a\ud800", "b"))));
        HistoryJson.difference(out, 2, 3, changed);
        assertThat(out.toString())
                .startsWith(
                        "{\"from\":2,\"to\":3,\"targets\":[{\"target\":\"hub1:25\",\"site\":\"emea\",\"changes\":[{")
                .contains("\"sentence\":\"product a\ufffd -> b\"")
                .doesNotContain("\ud800");
    }

    private static Row row(long scan, Change change) {
        return new Row(scan, new HistoryChange("hub1:25", "emea", AT, change));
    }
}

package io.ehloscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.drift.Change;
import io.ehloscope.metrics.FixedScan;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeRecorderTest {

    private final ChangeRecorder recorder = new ChangeRecorder();

    @Test
    void aFirstResultIsNewAndAnEqualResultIsNotAChange() {
        assertThat(sentences(whole(healthy("a"), down("b"))))
                .containsExactly("a:25 new in this scan: healthy", "b:25 new in this scan: unreachable");
        assertThat(sentences(whole(healthy("a"), down("b")))).isEmpty();
    }

    @Test
    void aRememberedTargetIsNotNew() {
        recorder.remember(scan(healthy("a")));
        assertThat(sentences(whole(healthy("a")))).isEmpty();
    }

    @Test
    void anOutageChangesOnlyTheVerdict() {
        whole(healthy("a"));
        assertThat(sentences(whole(down("a")))).containsExactly("a:25 verdict healthy -> unreachable");
        assertThat(sentences(whole(healthy("a")))).containsExactly("a:25 verdict unreachable -> healthy");
    }

    @Test
    void aTargetMissingFromAWholeScanHasVanished() {
        whole(healthy("a"), healthy("b"));
        assertThat(sentences(whole(healthy("a")))).containsExactly("b:25 no longer scanned; it was healthy");
        assertThat(sentences(whole(healthy("a")))).isEmpty();
    }

    @Test
    void aProbeOfSomeTargetsDoesNotAffectOthers() {
        whole(healthy("a"), healthy("b"));
        HistoryEntry entry = recorder.entry(scan(down("a")), false);
        assertThat(sentences(entry)).containsExactly("a:25 verdict healthy -> unreachable");
        assertThat(entry.scan().whole()).isFalse();
        assertThat(entry.scan().findings()).isEqualTo(1);
    }

    @Test
    void aValueThatChangedBackIsNotADifference() {
        assertThat(difference(
                        change("a", Change.Kind.VERDICT, "healthy", "partial"),
                        change("b", Change.Kind.VERDICT, "healthy", "partial"),
                        change("a", Change.Kind.VERDICT, "partial", "healthy"),
                        change("b", Change.Kind.VERDICT, "partial", "refused"),
                        change("b", Change.Kind.VERB, "offered", "not_offered")))
                .containsExactly("b verdict healthy -> refused", "b verdict is gone");
        assertThat(difference(
                        change("a", Change.Kind.NEW, null, "healthy"),
                        change("a", Change.Kind.VERDICT, "healthy", "masked"),
                        change("b", Change.Kind.NEW, null, "healthy"),
                        change("b", Change.Kind.VANISHED, "healthy", null),
                        change("c", Change.Kind.VERDICT, "healthy", "masked"),
                        change("c", Change.Kind.VANISHED, "masked", null),
                        change("d", Change.Kind.VANISHED, "masked", null),
                        change("d", Change.Kind.NEW, null, "masked")))
                .containsExactly("a new in this scan: masked", "c no longer scanned; it was healthy");
    }

    private static List<String> difference(HistoryChange... changes) {
        return Difference.of(Stream.of(changes)
                        .map(each -> new HistoryStore.Row(1, each))
                        .toList())
                .stream()
                .flatMap(each -> each.changes().stream().map(change -> each.target() + " " + change.sentence()))
                .toList();
    }

    private static HistoryChange change(String target, Change.Kind kind, String from, String to) {
        return new HistoryChange(target, "emea", Instant.EPOCH, new Change(kind, "verdict", from, to));
    }

    private HistoryEntry whole(TargetResult... results) {
        return recorder.entry(scan(results), true);
    }

    private static ScanResult scan(TargetResult... results) {
        return FixedScan.of(List.of(results), PerTarget.ALL, FixedScan.START);
    }

    private static TargetResult healthy(String host) {
        return FixedScan.healthy("emea", host, FixedScan.START);
    }

    private static TargetResult down(String host) {
        return FixedScan.unreachable("emea", host, FixedScan.START);
    }

    private static List<String> sentences(HistoryEntry entry) {
        return entry.changes().stream()
                .map(each -> each.target() + " " + each.change().sentence())
                .toList();
    }
}

package io.ehloscope.web.pages;

import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Baseline;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.http.RoutedRequest;
import io.ehloscope.yaml.ValueType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The results that a request for JSON asks for: the filter of the status page, or one target. Unlike the page, it rejects
 * words that it does not know, because a program would take an empty answer for good news.
 */
public final class ResultQuery {

    private static final String TARGET = "target";

    /** The parameters, in the order of the documentation. */
    private static final List<String> KEYS =
            List.of("site", "verdict", "finding", "severity", "verb", "q", "changed", TARGET);

    private static final List<String> VERDICTS =
            Arrays.stream(Verdict.values()).map(Verdict::label).toList();
    private static final List<String> FINDINGS =
            Arrays.stream(FindingKind.values()).map(FindingKind::label).toList();
    private static final List<String> SEVERITIES = Stream.concat(
                    Arrays.stream(Severity.values()).map(Severity::label), Stream.of(TargetFilter.NO_FINDING))
            .toList();

    private static final int MOST_NAMED = 50;
    private static final int MOST_SIMILAR = 5;

    private final FleetReader reader;

    /** A query of the last completed scan. */
    public ResultQuery(FleetReader reader) {
        this.reader = reader;
    }

    /**
     * The results that a request asks for.
     *
     * @param scan the last completed scan, with these results only; its header and summary are those of the whole fleet
     * @param before the state to compare the results with
     */
    public record Selection(ScanResult scan, Baseline before) {}

    /**
     * Selects the results.
     *
     * @param shown the snapshot to take if the request has no parameters
     * @return the results; an {@link IllegalArgumentException} if the request has a word that is not known, and a {@link
     *     NoSuchElementException} if the scan does not have the target, both with a sentence for the client
     */
    public Mono<Selection> select(Snapshot shown, RoutedRequest routed) {
        return routed.query().isEmpty()
                ? Mono.just(new Selection(shown.scan(), shown.before()))
                : reader.index().flatMap(index -> reader.changes(index).map(changes -> select(routed, index, changes)));
    }

    private static Selection select(RoutedRequest routed, FleetIndex index, Optional<ChangeWindow> changes) {
        List<TargetResult> found = index
                .matching(
                        filter(routed, index),
                        id -> changes.isPresent() && !changes.get().about(id).isEmpty())
                .stream()
                .map(FleetIndex.Line::result)
                .toList();
        ScanResult scan = index.shown().scan();
        String target = routed.parameter(TARGET).toLowerCase(Locale.ROOT);
        return new Selection(
                new ScanResult(
                        scan.plan(),
                        scan.header(),
                        scan.summary(),
                        target.isEmpty() ? found : one(target, found, index)),
                index.shown().before());
    }

    /** The result of this target, if it is among those that were found. */
    private static List<TargetResult> one(String id, List<TargetResult> found, FleetIndex index) {
        if (index.line(id) == null) {
            List<String> similar = index.like(id.replaceFirst(":\\d{1,5}$", ""), MOST_SIMILAR).stream()
                    .map(line -> line.result().target().id())
                    .toList();
            throw new NoSuchElementException("the last scan does not have the target " + ValueType.quoted(id)
                    + (similar.isEmpty() ? "" : "; similar: " + String.join(", ", similar)));
        }
        return found.stream().filter(each -> each.target().id().equals(id)).toList();
    }

    private static TargetFilter filter(RoutedRequest routed, FleetIndex index) {
        for (String key : new TreeSet<>(routed.query().keySet())) {
            known("parameter", key, KEYS);
        }
        TargetFilter filter = TargetFilter.of(routed);
        known("verdict", filter.verdict(), VERDICTS);
        known("finding", filter.finding(), FINDINGS);
        known("severity", filter.severity(), SEVERITIES);
        known("site", filter.site(), index.sites().keySet());
        known("value of changed", routed.parameter("changed"), Set.of("1"));
        return filter;
    }

    private static void known(String what, String word, Collection<String> all) {
        if (!word.isEmpty() && !all.contains(word)) {
            int more = all.size() - MOST_NAMED;
            throw new IllegalArgumentException("unknown " + what + " " + ValueType.quoted(word) + "; known: "
                    + all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                    + (more > 0 ? " and " + more + " more" : ""));
        }
    }
}

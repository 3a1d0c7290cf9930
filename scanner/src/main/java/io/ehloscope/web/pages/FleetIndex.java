package io.ehloscope.web.pages;

import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Severity;
import io.ehloscope.drift.Change;
import io.ehloscope.report.Why;
import io.ehloscope.result.PlanOrder;
import io.ehloscope.result.TargetResult;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.text.Wording;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An index of a snapshot for the pages: targets in display order, counts, and the searchable text of each target. Built
 * once for each scan and immutable. After a search, adds one line of text per target to the memory of the snapshot.
 */
final class FleetIndex {

    private final Snapshot shown;
    private final List<Line> lines;
    private final Map<String, Line> byId = new HashMap<>();
    private final Map<String, CountedSite> sites = new LinkedHashMap<>();
    private final Map<Kind, Integer> kinds = new TreeMap<>();
    private final Map<String, Integer> missing = new TreeMap<>();
    private final Map<ExemptVerb.State, Integer> exempt = new EnumMap<>(ExemptVerb.State.class);
    private final @Nullable ChangeWindow changes;

    /** A target in the index. Thread-safe: two threads that make the words of a target at once make the same. */
    static final class Line {
        private final TargetResult result;
        private final List<Change> changes;
        private volatile @Nullable String text;

        private Line(TargetResult result, List<Change> changes) {
            this.result = result;
            this.changes = changes;
        }

        /** The result of the scan. */
        TargetResult result() {
            return result;
        }

        /** The changes since the previous scan. */
        List<Change> changes() {
            return changes;
        }

        /** The searchable words, in lower case; made at the first search. */
        String text() {
            String known = text;
            if (known == null) {
                known = words(result).toLowerCase(Locale.ROOT);
                text = known;
            }
            return known;
        }
    }

    /**
     * A finding with a severity: one finding can have several, because ports and inventories set it. The most severe
     * first.
     *
     * @param severity the severity
     * @param finding the finding
     */
    record Kind(Severity severity, FindingKind finding) implements Comparable<Kind> {
        private static final Comparator<Kind> ORDER =
                Comparator.comparing(Kind::severity).thenComparing(Kind::finding);

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }

    private FleetIndex(Snapshot shown) {
        this.shown = shown;
        this.lines = shown.scan().results().stream()
                .sorted(PlanOrder.worstFirst())
                .map(this::line)
                .toList();
        shown.scan().plan().sites().forEach(site -> sites.put(site, new CountedSite()));
        lines.forEach(this::count);
        Instant since = shown.before().since();
        this.changes = since == null
                ? null
                : ChangeWindow.sinceTheScanBefore(
                        since, lines, shown.before().vanished(shown.scan().plan()));
    }

    /** The index of a snapshot. */
    static FleetIndex of(Snapshot shown) {
        return new FleetIndex(shown);
    }

    /** The snapshot that is indexed. */
    Snapshot shown() {
        return shown;
    }

    /**
     * The targets that match a filter, in the order of every output: the most severe findings first.
     *
     * @param changed whether the target of this id changed within the period of the status page
     */
    List<Line> matching(TargetFilter filter, Predicate<String> changed) {
        if (!filter.isSet()) {
            return lines;
        }
        String text = filter.text().toLowerCase(Locale.ROOT);
        return lines.stream()
                .filter(line -> matches(line, filter, text, changed))
                .toList();
    }

    /** A target by its id; null if the scan does not have it. */
    @Nullable
    public Line line(String id) {
        return byId.get(id);
    }

    /** The first targets, at most {@code most}, whose words contain this text, ignoring case. */
    List<Line> like(String text, int most) {
        String folded = text.toLowerCase(Locale.ROOT);
        return lines.stream()
                .filter(line -> line.text().contains(folded))
                .limit(most)
                .toList();
    }

    /** The counts of each site, in the order of the inventory. */
    Map<String, CountedSite> sites() {
        return sites;
    }

    /** The number of targets by finding and severity. A target counts once for each pair that it has. */
    Map<Kind, Integer> kinds() {
        return kinds;
    }

    /** The number of targets by missing verb. */
    Map<String, Integer> missing() {
        return missing;
    }

    /** The changes since the previous scan; null if there is none. */
    @Nullable
    public ChangeWindow changes() {
        return changes;
    }

    /** The number of targets that have an exemption in this state. */
    int exempt(ExemptVerb.State state) {
        return exempt.getOrDefault(state, 0);
    }

    private Line line(TargetResult result) {
        Line line = new Line(result, shown.before().changes(result));
        byId.put(result.target().id(), line);
        return line;
    }

    private static String words(TargetResult result) {
        StringJoiner words = new StringJoiner("\n");
        words.add(result.target().id())
                .add(result.target().site())
                .add(result.verdict().label())
                .add(String.valueOf(result.assessment().profile()))
                .add(Why.of(result));
        Product product = result.assessment().product();
        if (product != null) {
            words.add(product.describe());
        }
        InetSocketAddress peer = result.observation().peer();
        if (peer != null) {
            words.add(Wording.address(peer));
        }
        result.addresses().forEach(each -> words.add(Wording.address(each.address())));
        result.findings().forEach(each -> words.add(each.kind().label()));
        result.target().labels().forEach((name, value) -> words.add(name + "=" + value));
        return words.toString();
    }

    private void count(Line line) {
        sites.computeIfAbsent(line.result().target().site(), site -> new CountedSite())
                .add(line.result());
        kinds(line.result().findings()).forEach(kind -> kinds.merge(kind, 1, Integer::sum));
        verbs(line.result()).forEach(verb -> missing.merge(verb, 1, Integer::sum));
        line.result().assessment().exempt().stream()
                .map(ExemptVerb::state)
                .distinct()
                .forEach(state -> exempt.merge(state, 1, Integer::sum));
    }

    private static Set<Kind> kinds(List<Finding> findings) {
        Set<Kind> kinds = new HashSet<>();
        findings.forEach(each -> kinds.add(new Kind(each.severity(), each.kind())));
        return kinds;
    }

    /** The missing verbs of a target, at any of its addresses, without parameters. */
    private static Set<String> verbs(TargetResult result) {
        Set<String> names = new LinkedHashSet<>();
        List<String> missing = result.assessment().missing();
        if (missing != null) {
            missing.forEach(each -> names.add(name(each)));
        }
        for (Finding each : result.findings()) {
            if (each.kind() == FindingKind.VERB_MISSING && each.subject() != null) {
                names.add(name(each.subject()));
            }
        }
        return names;
    }

    private static String name(String verb) {
        int blank = verb.indexOf(' ');
        return blank < 0 ? verb : verb.substring(0, blank);
    }

    private static boolean matches(Line line, TargetFilter filter, String text, Predicate<String> changed) {
        return (filter.site().isEmpty()
                        || filter.site().equals(line.result().target().site()))
                && (filter.verdict().isEmpty()
                        || filter.verdict().equals(line.result().verdict().label()))
                && filter.matchesFindings(line.result())
                && (!filter.changed() || changed.test(line.result().target().id()))
                && (text.isEmpty() || line.text().contains(text))
                && (filter.verb().isEmpty() || verbs(line.result()).contains(filter.verb()));
    }
}

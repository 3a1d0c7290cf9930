package io.ehloscope.web.pages;

import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Change;
import io.ehloscope.drift.TargetState;
import io.ehloscope.report.Why;
import io.ehloscope.result.PlanOrder;
import io.ehloscope.result.TargetResult;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.text.Wording;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An index of a snapshot for the pages: targets in display order, counts, and the searchable text of each target. Built
 * once for each scan and immutable. Adds one line of text per target to the memory of the snapshot.
 */
final class FleetIndex {

    private final Snapshot shown;
    private final List<Line> lines;
    private final Map<String, Line> byId = new HashMap<>();
    private final Map<String, Map<Verdict, Integer>> sites = new LinkedHashMap<>();
    private final Map<String, Integer> missing = new TreeMap<>();
    private final Map<ExemptVerb.State, Integer> exempt = new EnumMap<>(ExemptVerb.State.class);
    private final List<TargetState> vanished;

    /**
     * A target in the index.
     *
     * @param result the result of the scan
     * @param changes the changes since the previous scan
     * @param text the searchable words, in lower case
     */
    record Line(TargetResult result, List<Change> changes, String text) {}

    private FleetIndex(Snapshot shown) {
        this.shown = shown;
        this.vanished = shown.before().vanished(shown.scan().plan());
        this.lines = shown.scan().results().stream()
                .sorted(PlanOrder.worstFirst())
                .map(this::line)
                .toList();
        shown.scan().plan().sites().forEach(site -> sites.put(site, new EnumMap<>(Verdict.class)));
        lines.forEach(this::count);
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
     * The targets that match a filter: findings first, then healthy targets, each in the order of the inventory.
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

    /** The number of targets by site and verdict; sites in the order of the inventory. */
    Map<String, Map<Verdict, Integer>> sites() {
        return sites;
    }

    /** The number of targets by missing verb. */
    Map<String, Integer> missing() {
        return missing;
    }

    /** The targets that changed since the previous scan, findings first. */
    List<Line> changed() {
        return lines.stream().filter(line -> !line.changes().isEmpty()).toList();
    }

    /** The targets of the previous scan that are not in this one. */
    List<TargetState> vanished() {
        return vanished;
    }

    /** The number of targets that have an exemption in this state. */
    int exempt(ExemptVerb.State state) {
        return exempt.getOrDefault(state, 0);
    }

    private Line line(TargetResult result) {
        Product product = result.assessment().product();
        InetSocketAddress peer = result.observation().peer();
        Stream<String> words = Stream.of(
                result.target().id(),
                result.target().site(),
                result.verdict().label(),
                product == null ? "" : product.describe(),
                peer == null ? "" : Wording.address(peer),
                String.valueOf(result.assessment().profile()),
                Why.of(result));
        Stream<String> labels =
                result.target().labels().entrySet().stream().map(label -> label.getKey() + "=" + label.getValue());
        String text = String.join("\n", Stream.concat(words, labels).toList()).toLowerCase(Locale.ROOT);
        Line line = new Line(result, shown.before().changes(result), text);
        byId.put(result.target().id(), line);
        return line;
    }

    private void count(Line line) {
        sites.computeIfAbsent(line.result().target().site(), site -> new EnumMap<>(Verdict.class))
                .merge(line.result().verdict(), 1, Integer::sum);
        verbs(line).forEach(verb -> missing.merge(verb, 1, Integer::sum));
        line.result().assessment().exempt().stream()
                .map(ExemptVerb::state)
                .distinct()
                .forEach(state -> exempt.merge(state, 1, Integer::sum));
    }

    /** The missing verbs of a target, without parameters. */
    private static List<String> verbs(Line line) {
        List<String> lacking = line.result().assessment().missing();
        List<String> names = new ArrayList<>();
        for (String each : lacking == null ? List.<String>of() : lacking) {
            int blank = each.indexOf(' ');
            names.add(blank < 0 ? each : each.substring(0, blank));
        }
        return names;
    }

    private static boolean matches(Line line, TargetFilter filter, String text, Predicate<String> changed) {
        return (filter.site().isEmpty()
                        || filter.site().equals(line.result().target().site()))
                && (filter.verdict().isEmpty()
                        || filter.verdict().equals(line.result().verdict().label()))
                && (!filter.changed() || changed.test(line.result().target().id()))
                && (text.isEmpty() || line.text().contains(text))
                && (filter.verb().isEmpty() || verbs(line).contains(filter.verb()));
    }
}

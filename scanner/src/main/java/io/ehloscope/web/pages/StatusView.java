package io.ehloscope.web.pages;

import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.FindingCatalogue;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Change;
import io.ehloscope.report.FindingCounts;
import io.ehloscope.report.Why;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills the status page. Its cost grows with what it shows; with a filter it also tests each target. */
final class StatusView {

    static final int PAGE = 50;
    private static final int MOST_CHOICES = 500;
    private static final int MOST_CHANGES = 20;
    private static final int MOST_CHARS = 200;
    private static final int MINUTES_SHOWN = 120;
    private static final int HOURS_SHOWN = 48;

    /** The relative URL from the status page to itself. */
    static final String HOME = "./";

    private static final String UNKNOWN = "–";

    private final FleetIndex index;
    private final ScanResult scan;
    private final @Nullable ChangeWindow recentChanges;
    private final TargetFilter filter;
    private final StatusCounts counts;
    private final Instant now;

    /**
     * Creates the view.
     *
     * @param index the targets
     * @param recentChanges the changes to show; null if there is no earlier scan to compare with
     * @param filter the requested targets
     * @param catalogue the meanings of findings
     * @param now the current time
     */
    StatusView(
            FleetIndex index,
            @Nullable ChangeWindow recentChanges,
            TargetFilter filter,
            FindingCatalogue catalogue,
            Instant now) {
        this.index = index;
        this.recentChanges = recentChanges;
        this.scan = index.shown().scan();
        this.filter = filter;
        this.counts = new StatusCounts(index, catalogue);
        this.now = now;
    }

    /** The model of the page. */
    StatusPage.Fleet fleet() {
        Instant finished = scan.summary().finishedAt();
        Duration age = Duration.between(finished, now);
        return new StatusPage.Fleet(
                FindingCounts.headline(scan.summary().findings(), scan.results().size()),
                stale(age),
                Printable.escape(scan.header().source()),
                Wording.timestamp(finished),
                Wording.timestamp(finished).substring(0, 19).replace('T', ' ') + " UTC",
                ago(age),
                Wording.duration(scan.summary().duration()),
                exempt(),
                counts.tiles(),
                counts.kinds(),
                counts.severities().stream().map(Severity::label).toList(),
                counts.shares(),
                counts.sites(),
                counts.moreSites(),
                changes(),
                form(),
                table());
    }

    /** A warning if the results are older than two scan intervals; null if they are not. */
    private @Nullable String stale(Duration age) {
        Duration interval = scan.plan().schedule().interval();
        return age.compareTo(interval.multipliedBy(2)) > 0
                ? "These results are old: a scan is due every " + Wording.duration(interval)
                        + ", and the last one ended " + ago(age) + "."
                : null;
    }

    /**
     * The age, in coarse units so that a refreshed page stays identical, and is answered with 304, while nothing
     * changes.
     */
    private static String ago(Duration age) {
        if (age.toMinutes() < 1) {
            return "less than a minute ago";
        }
        if (age.toMinutes() < MINUTES_SHOWN) {
            return Wording.count(age.toMinutes(), "minute") + " ago";
        }
        return (age.toHours() < HOURS_SHOWN ? Wording.count(age.toHours(), "hour") : Wording.count(age.toDays(), "day"))
                + " ago";
    }

    private @Nullable String exempt() {
        int used = index.exempt(ExemptVerb.State.USED);
        int expired = index.exempt(ExemptVerb.State.EXPIRED);
        if (used + expired == 0) {
            return null;
        }
        return Wording.count(used, "target") + " with an exemption in use"
                + (expired == 0 ? "" : ", " + Wording.number(expired) + " with one that has ended");
    }

    private StatusPage.@Nullable Changes changes() {
        if (recentChanges == null) {
            return null;
        }
        int all = recentChanges.changes().size();
        List<StatusPage.Changed> rows = Stream.concat(
                        index.matching(TargetFilter.CHANGED, recentChanges.changes()::containsKey).stream()
                                .map(line -> line.result().target().id()),
                        recentChanges.changes().keySet().stream().filter(id -> index.line(id) == null))
                .limit(MOST_CHANGES)
                .map(this::changed)
                .toList();
        int rest = all - rows.size();
        return new StatusPage.Changes(
                (all == 0 ? "Nothing" : Wording.count(all, "target")) + " changed since " + recentChanges.since(),
                recentChanges.basis(),
                rows,
                rest == 0 ? null : "and " + Wording.count(rest, "more target"),
                TargetFilter.CHANGED.url(HOME));
    }

    private StatusPage.Changed changed(String id) {
        return new StatusPage.Changed(
                Printable.escape(id),
                index.line(id) == null ? null : TargetView.url(HOME, id),
                about(id).stream().limit(MOST_CHANGES).map(StatusView::sentence).toList());
    }

    private List<Change> about(String id) {
        return recentChanges == null ? List.of() : recentChanges.about(id);
    }

    /** A change as a printable sentence, cut at {@link #MOST_CHARS} characters. */
    static String sentence(Change change) {
        return Printable.escape(change.sentence(), MOST_CHARS);
    }

    private StatusPage.Form form() {
        return new StatusPage.Form(
                filter.text(),
                choices(List.copyOf(index.sites().keySet()), filter.site()),
                choices(severities(), filter.severity()),
                choices(findings(), filter.finding()),
                choices(counts.verdicts().stream().map(Verdict::label).toList(), filter.verdict()),
                choices(List.copyOf(index.missing().keySet()), filter.verb()),
                filter.changed(),
                recentChanges != null,
                filter.isSet());
    }

    private List<String> severities() {
        Stream<String> occurring = counts.severities().stream().map(Severity::label);
        return Stream.concat(occurring, Stream.of(TargetFilter.NO_FINDING)).toList();
    }

    private List<String> findings() {
        return index.kinds().keySet().stream()
                .map(FleetIndex.Kind::finding)
                .sorted()
                .map(FindingKind::label)
                .distinct()
                .toList();
    }

    /** The choices, including the selected value even if no target has it any more. */
    private static List<StatusPage.Choice> choices(List<String> values, String chosen) {
        List<String> all = new ArrayList<>(values.subList(0, Math.min(values.size(), MOST_CHOICES)));
        if (!chosen.isEmpty() && !all.contains(chosen)) {
            all.add(chosen);
        }
        return all.stream()
                .map(each -> new StatusPage.Choice(each, Printable.escape(each), each.equals(chosen)))
                .toList();
    }

    private StatusPage.Table table() {
        List<FleetIndex.Line> found = index.matching(filter, id -> !about(id).isEmpty());
        int pages = Math.max(1, (found.size() + PAGE - 1) / PAGE);
        int page = Math.min(filter.page(), pages);
        int from = (page - 1) * PAGE;
        int to = Math.min(found.size(), from + PAGE);
        String caption = found.size() <= PAGE
                ? Wording.count(found.size(), "target")
                : Wording.number(from + 1) + " to " + Wording.number(to) + " of "
                        + Wording.count(found.size(), "target");
        return new StatusPage.Table(
                caption,
                found.subList(from, to).stream().map(this::row).toList(),
                page > 1 ? filter.onPage(page - 1).url(HOME) : null,
                page < pages ? filter.onPage(page + 1).url(HOME) : null);
    }

    private StatusPage.Row row(FleetIndex.Line line) {
        TargetResult result = line.result();
        Product product = result.assessment().product();
        List<String> notes = new ArrayList<>();
        result.assessment().exempt().stream()
                .filter(each -> each.state() != ExemptVerb.State.IDLE)
                .map(each ->
                        each.exemption().behind(each.exemption().verb() + (each.ended() ? " was exempt" : " exempt")))
                .map(each -> Printable.escape(each, MOST_CHARS))
                .forEach(notes::add);
        List<Change> changes = about(result.target().id());
        if (!changes.isEmpty()) {
            notes.add("changed: " + sentence(changes.get(0)) + (changes.size() > 1 ? " …" : ""));
        }
        String why = Why.of(result);
        Severity worst = result.worst();
        return new StatusPage.Row(
                Printable.escape(result.target().id()),
                TargetView.url(HOME, result.target().id()),
                Printable.escape(result.target().site()),
                worst == null ? null : worst.label(),
                result.verdict().label(),
                why.isEmpty() ? null : why,
                notes,
                product == null ? UNKNOWN : Printable.escape(product.describe(), 80),
                result.attempts() == 0 ? UNKNOWN : Wording.duration(result.duration()));
    }
}

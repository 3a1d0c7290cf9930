package io.ehloscope.web.pages;

import io.ehloscope.classify.FindingCatalogue;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Span;
import io.ehloscope.text.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The numbers of the status page: targets by severity, finding, verdict and site, each with a link to those targets. */
final class StatusCounts {

    private static final int MOST_SITES = 40;
    private static final int BAR = 1000;

    private final FleetIndex index;
    private final ScanSummary summary;
    private final FindingCatalogue catalogue;
    private final List<Severity> severities;
    private final List<Verdict> verdicts;

    /**
     * Creates the counts.
     *
     * @param index the targets
     * @param catalogue the meanings of findings
     */
    StatusCounts(FleetIndex index, FindingCatalogue catalogue) {
        this.index = index;
        this.summary = index.shown().scan().summary();
        this.catalogue = catalogue;
        this.severities = Arrays.stream(Severity.values())
                .filter(each -> summary.count(each) > 0)
                .toList();
        this.verdicts = Arrays.stream(Verdict.values())
                .filter(each -> summary.count(each) > 0)
                .toList();
    }

    /** The severities that are the worst of a target, the most severe first. */
    List<Severity> severities() {
        return severities;
    }

    /** The verdicts that occur. */
    List<Verdict> verdicts() {
        return verdicts;
    }

    /** One tile for each severity, and one for the targets without a finding. */
    List<StatusPage.Tile> tiles() {
        Stream<StatusPage.Tile> found =
                Arrays.stream(Severity.values()).map(each -> tile(each.label(), each.label(), summary.count(each)));
        int without = index.shown().scan().results().size() - summary.findings();
        return Stream.concat(found, Stream.of(tile(TargetFilter.NO_FINDING, "no finding", without)))
                .toList();
    }

    private static StatusPage.Tile tile(String severity, String title, int count) {
        return new StatusPage.Tile(
                severity,
                title,
                Wording.number(count),
                count == 1 ? "target" : "targets",
                severityUrl("", severity, count));
    }

    /** One row for each finding and severity that occurs, the most severe first. */
    List<StatusPage.Kind> kinds() {
        List<StatusPage.Kind> kinds = new ArrayList<>();
        index.kinds()
                .forEach((kind, count) -> kinds.add(new StatusPage.Kind(
                        kind.finding().label(),
                        kind.severity().label(),
                        firstSentence(catalogue.general(kind.finding()).meaning()),
                        Wording.number(count),
                        TargetFilter.ALL
                                .withFinding(kind.finding().label())
                                .withSeverity(kind.severity().label())
                                .url(StatusView.HOME))));
        return kinds;
    }

    private static String firstSentence(String meaning) {
        String text = Span.of(meaning).stream().map(Span::text).collect(Collectors.joining());
        return text.split("(?<=[.!?]) (?=\\p{Lu})", 2)[0];
    }

    /** One share for each verdict that occurs. */
    List<StatusPage.Share> shares() {
        List<StatusPage.Share> shares = new ArrayList<>();
        long all = Math.max(1, index.shown().scan().results().size());
        long before = 0;
        for (Verdict each : verdicts) {
            int count = summary.count(each);
            int x = (int) (BAR * before / all);
            before += count;
            int width = (int) (BAR * before / all) - x;
            String url = TargetFilter.ALL.withVerdict(each.label()).url(StatusView.HOME);
            shares.add(new StatusPage.Share(each.label(), each.meaning(), Wording.number(count), url, x, width));
        }
        return shares;
    }

    /** The first sites. */
    List<StatusPage.Site> sites() {
        return index.sites().entrySet().stream()
                .limit(MOST_SITES)
                .map(site -> site(site.getKey(), site.getValue()))
                .toList();
    }

    /** The number of further sites; null for none. */
    @Nullable
    String moreSites() {
        int more = index.sites().size() - MOST_SITES;
        return more > 0 ? "and " + Wording.count(more, "more site") + ": choose one below" : null;
    }

    private StatusPage.Site site(String name, CountedSite counts) {
        Stream<StatusPage.Cell> bySeverity = severities.stream()
                .map(each ->
                        cell(each.label(), counts.count(each), severityUrl(name, each.label(), counts.count(each))));
        Stream<StatusPage.Cell> byVerdict = verdicts.stream().map(each -> {
            int count = counts.count(each);
            TargetFilter filter = TargetFilter.ALL.withSite(name).withVerdict(each.label());
            return cell(each.label(), count, count == 0 ? null : filter.url(StatusView.HOME));
        });
        return new StatusPage.Site(
                Printable.escape(name),
                TargetFilter.ALL.withSite(name).url(StatusView.HOME),
                Wording.number(counts.targets()),
                Stream.concat(bySeverity, byVerdict).toList());
    }

    private static StatusPage.Cell cell(String what, int count, @Nullable String url) {
        return new StatusPage.Cell(Wording.number(count), what, url);
    }

    private static @Nullable String severityUrl(String site, String severity, int count) {
        return count == 0
                ? null
                : TargetFilter.ALL.withSite(site).withSeverity(severity).url(StatusView.HOME);
    }
}

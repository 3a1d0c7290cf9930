package io.ehloscope.report;

import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Baseline;
import io.ehloscope.result.PlanOrder;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.io.IOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one self-contained page: no script, no image, no external resource, and a policy that enforces this. */
final class HtmlReport implements WholeScanReport.Output {

    /** With more targets than this, the targets of each site are collapsed. */
    private static final int MOST_OPEN_ROWS = 50;

    private static final String UNKNOWN = "–";
    private static final Inline STYLE = Inline.load("/io/ehloscope/report/page.css");
    private static final String POLICY =
            "default-src 'none'; style-src " + STYLE.source() + "; base-uri 'none'; form-action 'none'";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Writer out;
    private final Baseline before;

    HtmlReport(Writer out, Baseline before) {
        this.out = out;
        this.before = before;
    }

    @Override
    public void write(ScanResult scan) throws IOException {
        HtmlPageRenderer.of().execute(page(scan, ChangeSummary.of(scan, before)), out);
        out.flush();
    }

    private static HtmlPage page(ScanResult scan, @Nullable ChangeSummary changed) {
        ScanHeader header = scan.header();
        ScanSummary summary = scan.summary();
        return new HtmlPage(
                POLICY,
                STYLE.text(),
                Printable.escape(header.version()),
                headline(summary, scan.results().size()),
                Printable.escape(header.source()),
                Printable.escape(header.ehloName()),
                Wording.timestamp(header.startedAt()),
                DATE.format(header.startedAt()),
                Wording.duration(summary.duration()) + ", " + Wording.count(summary.attempts(), "attempt"),
                summary.outcome().label() + " " + DATE.format(summary.finishedAt()),
                note(summary),
                shares(summary, scan.results().size()),
                sites(scan),
                changed,
                counts(scan.results()),
                findings(scan.results()));
    }

    private static String headline(ScanSummary summary, int total) {
        String headline = FindingCounts.headline(summary.findings(), total);
        return headline.substring(0, 1).toUpperCase(Locale.ROOT) + headline.substring(1);
    }

    private static @Nullable String note(ScanSummary summary) {
        return switch (summary.outcome()) {
            case COMPLETED -> null;
            case INTERRUPTED ->
                "The scan was interrupted: " + Wording.count(summary.count(Verdict.SKIPPED), "target")
                        + " not checked.";
        };
    }

    private static List<HtmlPage.Share> shares(ScanSummary summary, int total) {
        List<HtmlPage.Share> shares = new ArrayList<>();
        long before = 0;
        for (Verdict verdict : Verdict.values()) {
            int count = summary.count(verdict);
            if (count > 0) {
                int x = (int) (1_000 * before / total);
                int end = (int) (1_000 * (before + count) / total);
                shares.add(new HtmlPage.Share(
                        verdict.label(), verdict.meaning(), Wording.number(count), x, Math.max(2, end - x)));
                before += count;
            }
        }
        return shares;
    }

    private static List<HtmlPage.Count> counts(List<TargetResult> results) {
        return FindingCounts.byFinding(results).stream()
                .map(row ->
                        new HtmlPage.Count(row.severity().label(), row.kind().label(), Wording.number(row.targets())))
                .toList();
    }

    private static List<HtmlFinding> findings(List<TargetResult> results) {
        return results.stream()
                .filter(TargetResult::hasFinding)
                .sorted(PlanOrder.worstFirst())
                .map(result -> HtmlFinding.of(result, row(result)))
                .toList();
    }

    private static List<HtmlPage.Site> sites(ScanResult scan) {
        Map<String, List<TargetResult>> bySite = new LinkedHashMap<>();
        scan.plan().sites().forEach(site -> bySite.put(site, new ArrayList<>()));
        for (TargetResult result : scan.results()) {
            bySite.computeIfAbsent(result.target().site(), site -> new ArrayList<>())
                    .add(result);
        }
        boolean open = scan.results().size() <= MOST_OPEN_ROWS;
        List<HtmlPage.Site> sites = new ArrayList<>();
        bySite.forEach((name, results) -> sites.add(site(name, results, scan.summary(), open)));
        return sites;
    }

    private static HtmlPage.Site site(String name, List<TargetResult> results, ScanSummary summary, boolean open) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        results.forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
        List<HtmlPage.Cell> cells = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            if (summary.count(verdict) > 0) {
                int count = counts.getOrDefault(verdict, 0);
                cells.add(new HtmlPage.Cell(Wording.number(count), count == 0));
            }
        }
        long findings = results.stream().filter(TargetResult::hasFinding).count();
        String about = FindingCounts.headline(findings, results.size());
        List<HtmlPage.Row> rows = results.stream()
                .sorted(PlanOrder.worstFirst())
                .map(HtmlReport::row)
                .toList();
        return new HtmlPage.Site(Printable.escape(name), about, Wording.number(results.size()), cells, open, rows);
    }

    private static @Nullable String exempt(TargetResult result) {
        List<String> used = result.assessment().exempt().stream()
                .filter(ExemptVerb::isUsed)
                .map(ExemptVerb::exemption)
                .map(each -> Printable.escape(each.behind(each.verb() + " exempt")))
                .toList();
        return used.isEmpty() ? null : String.join("; ", used);
    }

    private static HtmlPage.Row row(TargetResult result) {
        InetSocketAddress peer = result.observation().peer();
        Product product = result.assessment().product();
        return new HtmlPage.Row(
                Printable.escape(result.target().id()),
                Printable.escape(result.target().site()),
                result.verdict().label(),
                result.worst() == null ? null : result.worst().label(),
                exempt(result),
                product == null ? UNKNOWN : Printable.escape(product.describe(), 80),
                peer == null ? UNKNOWN : Wording.address(peer),
                result.attempts() == 0 ? UNKNOWN : Wording.duration(result.duration()));
    }
}

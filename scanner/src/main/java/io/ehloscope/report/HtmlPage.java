package io.ehloscope.report;

import io.jstach.jstache.JStache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model of the page's template. All text is printable; the template escapes it for HTML.
 *
 * @param policy the content security policy
 * @param style the style sheet
 * @param version the program's version
 * @param headline the outcome in a few words
 * @param source the inventory
 * @param ehloName the EHLO name of the scanner
 * @param startedAt when the scan started, as an ISO 8601 timestamp
 * @param started when the scan started, for display
 * @param took the duration and the number of attempts
 * @param finished the outcome and the time of the end
 * @param note a note that qualifies all numbers; null for none
 * @param verdicts the verdicts that occur
 * @param sites every site
 * @param changes the changes since an earlier scan; null without a baseline
 * @param counts the number of targets with each finding, the most severe first
 * @param findings all targets with a finding, the worst first
 */
@JStache(path = "io/ehloscope/report/page.mustache")
record HtmlPage(
        String policy,
        String style,
        String version,
        String headline,
        String source,
        String ehloName,
        String startedAt,
        String started,
        String took,
        String finished,
        @Nullable String note,
        List<Share> verdicts,
        List<Site> sites,
        @Nullable ChangeSummary changes,
        List<Count> counts,
        List<HtmlFinding> findings) {

    /** Whether there is any target. */
    boolean counted() {
        return !verdicts.isEmpty();
    }

    /** Whether there is any finding. */
    boolean found() {
        return !findings.isEmpty();
    }

    /**
     * A verdict's share of all targets.
     *
     * @param verdict its label
     * @param meaning the meaning of the verdict in a phrase
     * @param count how many targets
     * @param x the start of its segment of the bar, in thousandths of the bar
     * @param width the width of the segment, in thousandths of the bar
     */
    record Share(String verdict, String meaning, String count, int x, int width) {}

    /**
     * The number of targets with a finding.
     *
     * @param severity its severity
     * @param finding its name
     * @param targets how many targets
     */
    record Count(String severity, String finding, String targets) {}

    /**
     * A site.
     *
     * @param name its name
     * @param summary the number of targets with findings
     * @param total how many targets
     * @param cells one cell for each verdict of the page
     * @param open whether its targets are initially expanded
     * @param rows its targets
     */
    record Site(String name, String summary, String total, List<Cell> cells, boolean open, List<Row> rows) {}

    /**
     * The number of targets of a site with a verdict.
     *
     * @param count the number
     * @param none whether it is 0
     */
    record Cell(String count, boolean none) {}

    /**
     * The summary of a target.
     *
     * @param target its id
     * @param site its site
     * @param verdict its verdict
     * @param severity the severity of its worst finding; null without findings
     * @param exempt the verbs that are missing and exempt, with last day and reason; null for none
     * @param product the recognized product
     * @param address the address that was probed
     * @param took the duration of all attempts together
     */
    record Row(
            String target,
            String site,
            String verdict,
            @Nullable String severity,
            @Nullable String exempt,
            String product,
            String address,
            String took) {}
}

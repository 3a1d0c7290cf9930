package io.ehloscope.report;

import io.jstach.jstache.JStache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, as the template names it. Text is printable, and is escaped for HTML by the template.
 *
 * @param policy the content security policy
 * @param style the style sheet
 * @param version the program's version
 * @param headline the outcome in a few words
 * @param source the inventory
 * @param ehloName the name said in EHLO
 * @param startedAt when the scan began, for machines
 * @param started the same for people
 * @param took how long it took
 * @param finished how it ended
 * @param note what a reader must know before any number; null for nothing
 * @param verdicts the verdicts that occur
 * @param sites every site
 * @param changes what changed since an earlier scan; null where there is none to compare with
 * @param findings every target that somebody should look at
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
     * @param meaning half a sentence
     * @param count how many targets
     * @param x where its part of the bar begins, in thousandths of the bar
     * @param width how wide it is
     */
    record Share(String verdict, String meaning, String count, int x, int width) {}

    /**
     * A site.
     *
     * @param name its name
     * @param summary how many targets and findings
     * @param total how many targets
     * @param cells one for each of the page's verdicts
     * @param open whether its targets are shown at once
     * @param rows its targets
     */
    record Site(String name, String summary, String total, List<Cell> cells, boolean open, List<Row> rows) {}

    /**
     * How many targets of a site have a verdict.
     *
     * @param count the number
     * @param none whether it is 0
     */
    record Cell(String count, boolean none) {}

    /**
     * A target in brief.
     *
     * @param target which
     * @param site its site
     * @param verdict its verdict
     * @param exempt the verbs that are missing and exempt, with last day and reason; null for none
     * @param product what answers
     * @param address which address answered
     * @param took how long it took, all attempts together
     */
    record Row(
            String target,
            String site,
            String verdict,
            @Nullable String exempt,
            String product,
            String address,
            String took) {}
}

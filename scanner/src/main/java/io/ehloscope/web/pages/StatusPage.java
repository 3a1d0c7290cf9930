package io.ehloscope.web.pages;

import io.jstach.jstache.JStache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model of the status page's template. Texts are printable; the template escapes them for HTML.
 *
 * @param style the style sheet
 * @param script the script
 * @param version the version of the program
 * @param fleet the last completed scan; null before the first scan has ended
 * @param sources a line for each source of targets
 */
@JStache(path = "io/ehloscope/web/pages/status.mustache")
record StatusPage(
        String style,
        String script,
        String version,
        @Nullable Fleet fleet,
        List<String> sources) {

    /**
     * The results of the last scan.
     *
     * @param headline the numbers of targets, and of those with findings
     * @param stale a warning that the results are old; null if they are not
     * @param source the name of the inventory
     * @param finishedAt the end of the scan in ISO 8601
     * @param finished the end of the scan in readable form
     * @param age the time since the end of the scan
     * @param took the duration of the scan
     * @param exempt the number of targets with exemptions; null for none
     * @param tiles the number of targets by the severity of their worst finding
     * @param kinds the number of targets by finding; empty without findings
     * @param severities the severities that occur, which have a column in the table of sites
     * @param verdicts the verdicts that occur
     * @param sites the first sites
     * @param moreSites the number of further sites; null for none
     * @param changes the recent changes; null if there is no earlier scan to compare with
     * @param form the filter of the table
     * @param table the targets
     */
    record Fleet(
            String headline,
            @Nullable String stale,
            String source,
            String finishedAt,
            String finished,
            String age,
            String took,
            @Nullable String exempt,
            List<Tile> tiles,
            List<Kind> kinds,
            List<String> severities,
            List<Share> verdicts,
            List<Site> sites,
            @Nullable String moreSites,
            @Nullable Changes changes,
            Form form,
            Table table) {

        /** Whether any target has a finding. */
        boolean found() {
            return !kinds.isEmpty();
        }
    }

    /**
     * The targets whose worst finding has a severity, or that have none.
     *
     * @param severity the label of the severity, or {@link TargetFilter#NO_FINDING}
     * @param title the severity in words
     * @param count the number of targets
     * @param noun what is counted
     * @param url the page that lists them; null if there are none
     */
    record Tile(
            String severity,
            String title,
            String count,
            String noun,
            @Nullable String url) {}

    /**
     * The targets that have a finding with a severity.
     *
     * @param finding the label of the finding
     * @param severity the label of the severity
     * @param meaning a short explanation
     * @param count the number of targets
     * @param url the page that lists them
     */
    record Kind(String finding, String severity, String meaning, String count, String url) {}

    /**
     * A verdict's share of the targets.
     *
     * @param verdict the label of the verdict
     * @param meaning a short explanation
     * @param count the number of targets
     * @param url the page that lists them
     * @param x the start of its part of the bar, in thousandths of the bar
     * @param width the width of its part of the bar, in thousandths of the bar
     */
    record Share(String verdict, String meaning, String count, String url, int x, int width) {}

    /**
     * A site.
     *
     * @param name the name of the site
     * @param url the page that lists its targets
     * @param total the number of its targets
     * @param cells one for each severity and verdict that occurs in the fleet
     */
    record Site(String name, String url, String total, List<Cell> cells) {}

    /**
     * The targets of a site that have a severity or a verdict.
     *
     * @param count the number of targets
     * @param what the label of the severity or verdict
     * @param url the page that lists them; null if there are none
     */
    record Cell(String count, String what, @Nullable String url) {}

    /**
     * The recent changes.
     *
     * @param headline the number of changed targets and the period
     * @param basis the scan that the fleet is compared with
     * @param rows the first changed targets
     * @param rest the text of the link to the others; null if all are shown
     * @param all the page that lists all changed targets
     */
    record Changes(
            String headline,
            String basis,
            List<Changed> rows,
            @Nullable String rest,
            String all) {}

    /**
     * A target that changed.
     *
     * @param target the id of the target
     * @param url the page of the target; null if it no longer exists
     * @param sentences the changes
     */
    record Changed(String target, @Nullable String url, List<String> sentences) {}

    /**
     * The filter form of the table.
     *
     * @param text the search text
     * @param sites the choices of sites
     * @param severities the choices of severities
     * @param findings the choices of findings
     * @param verdicts the choices of verdicts
     * @param verbs the choices of missing verbs
     * @param changed whether only changed targets are listed
     * @param comparable whether there is an earlier scan to compare with
     * @param set whether a filter is active
     */
    record Form(
            String text,
            List<Choice> sites,
            List<Choice> severities,
            List<Choice> findings,
            List<Choice> verdicts,
            List<Choice> verbs,
            boolean changed,
            boolean comparable,
            boolean set) {}

    /**
     * A choice of a select box.
     *
     * @param value the value that the form sends
     * @param label the text that the page shows
     * @param selected whether it is selected
     */
    record Choice(String value, String label, boolean selected) {}

    /**
     * One page of the target table.
     *
     * @param caption the range of rows and the total
     * @param rows the targets
     * @param previous the URL of the previous page; null for none
     * @param next the URL of the next page; null for none
     */
    record Table(
            String caption,
            List<Row> rows,
            @Nullable String previous,
            @Nullable String next) {

        /** Whether the table has rows. */
        boolean some() {
            return !rows.isEmpty();
        }

        /** Whether there is another page. */
        boolean paged() {
            return previous != null || next != null;
        }
    }

    /**
     * A row of the target table.
     *
     * @param target the id of the target
     * @param url the page of the target
     * @param site the site
     * @param severity the label of the severity of its worst finding; null without findings
     * @param verdict the label of the verdict
     * @param why its findings in words, or the reason if it has none; null for none
     * @param notes exemptions and changes
     * @param product the recognized product, or a dash
     * @param took the duration of the probe, or a dash
     */
    record Row(
            String target,
            String url,
            String site,
            @Nullable String severity,
            String verdict,
            @Nullable String why,
            List<String> notes,
            String product,
            String took) {}
}

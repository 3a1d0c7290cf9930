package io.ehloscope.web.pages;

import io.jstach.jstache.JStache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status page, as its template names things. Text is printable, and is escaped for HTML by the template.
 *
 * @param style the style sheet
 * @param script the script
 * @param version the program's
 * @param fleet the last completed scan; null before there is one
 */
@JStache(path = "io/ehloscope/web/pages/status.mustache")
record StatusPage(
        String style,
        String script,
        String version,
        @Nullable Fleet fleet) {

    /**
     * The fleet as the last scan found it.
     *
     * @param headline how it is in a few words
     * @param stale what is wrong with its age; null for nothing
     * @param source the inventory
     * @param finishedAt when the scan ended, for machines
     * @param finished the same for people
     * @param age how long ago that is
     * @param took how long the scan took
     * @param exempt how many targets have exemptions; null for none
     * @param verdicts the verdicts that occur
     * @param sites the sites, as many as are shown
     * @param moreSites how many more there are; null for none
     * @param changes what changed lately; null where there is nothing to hold the fleet against
     * @param form what the table is narrowed by
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
            List<Share> verdicts,
            List<Site> sites,
            @Nullable String moreSites,
            @Nullable Changes changes,
            Form form,
            Table table) {}

    /**
     * A verdict's share of the targets.
     *
     * @param verdict its label
     * @param meaning half a sentence
     * @param count how many
     * @param url the page that shows them
     * @param x where its part of the bar begins, in thousandths
     * @param width how wide it is
     */
    record Share(String verdict, String meaning, String count, String url, int x, int width) {}

    /**
     * A site.
     *
     * @param name its name
     * @param url the page that shows its targets
     * @param total how many
     * @param cells one for each verdict that occurs
     */
    record Site(String name, String url, String total, List<Cell> cells) {}

    /**
     * The targets of a site and a verdict.
     *
     * @param count how many
     * @param verdict its label
     * @param url the page that shows them; null where there is none
     */
    record Cell(String count, String verdict, @Nullable String url) {}

    /**
     * What changed lately.
     *
     * @param headline since when, and how many
     * @param basis what the fleet is held against
     * @param rows the first of them
     * @param rest a link to the others; null where all are shown
     * @param all the page that shows the targets that changed
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
     * @param target which
     * @param url its page; null where it is there no more
     * @param sentences what changed
     */
    record Changed(String target, @Nullable String url, List<String> sentences) {}

    /**
     * What the table is narrowed by.
     *
     * @param text what is looked for
     * @param sites to choose from
     * @param verdicts to choose from
     * @param verbs to choose from
     * @param changed whether only changed targets are shown
     * @param comparable whether there is anything to hold the fleet against
     * @param set whether anything is left out
     */
    record Form(
            String text,
            List<Choice> sites,
            List<Choice> verdicts,
            List<Choice> verbs,
            boolean changed,
            boolean comparable,
            boolean set) {}

    /**
     * Something to choose.
     *
     * @param value as it is sent
     * @param label as it is shown
     * @param selected whether it is chosen
     */
    record Choice(String value, String label, boolean selected) {}

    /**
     * One page of targets.
     *
     * @param caption which of how many
     * @param rows the targets
     * @param previous the page before; null for none
     * @param next the next page; null for none
     */
    record Table(
            String caption,
            List<Row> rows,
            @Nullable String previous,
            @Nullable String next) {

        /** Whether there is any target. */
        boolean some() {
            return !rows.isEmpty();
        }

        /** Whether there is another page. */
        boolean paged() {
            return previous != null || next != null;
        }
    }

    /**
     * A target in brief.
     *
     * @param target which
     * @param url its page
     * @param site its site
     * @param verdict its verdict
     * @param why why it has it; null where there is nothing to say
     * @param notes what else is to be known: exemptions, changes
     * @param product what answers
     * @param took how long it took
     */
    record Row(
            String target,
            String url,
            String site,
            String verdict,
            @Nullable String why,
            List<String> notes,
            String product,
            String took) {}
}

package io.ehloscope.web;

import io.ehloscope.classify.Verdict;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.smtp.Printable;
import io.jstach.jstache.JStache;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /}: what this is, where to look, and how the last scan ended. The template escapes every value for HTML.
 *
 * @param version the program's
 * @param scan the last completed scan; null before there is one
 */
@JStache(path = "io/ehloscope/web/landing.mustache")
record LandingPage(String version, @Nullable LastScan scan) {

    /**
     * A scan in a few words.
     *
     * @param inventory the inventory, as the user named it
     * @param startedAt when it began, to the second
     * @param finishedAt when it ended, to the second
     * @param seconds how long it took
     * @param targets how many targets it had
     * @param verdicts how many of them came to what
     */
    record LastScan(
            String inventory, String startedAt, String finishedAt, long seconds, int targets, List<Row> verdicts) {}

    /**
     * Targets of one verdict.
     *
     * @param verdict as it is written in labels
     * @param count how many
     * @param meaning half a sentence
     */
    record Row(String verdict, int count, String meaning) {}

    /** The page for the scan that is shown now. */
    static LandingPage of(String version, FleetCollector.@Nullable Shown shown) {
        return new LandingPage(version, shown == null ? null : lastScan(shown));
    }

    /** The page as HTML. */
    String html() {
        return LandingPageRenderer.of().execute(this);
    }

    private static LastScan lastScan(FleetCollector.Shown shown) {
        return new LastScan(
                Printable.escape(shown.header().source()),
                toTheSecond(shown.header().startedAt()),
                toTheSecond(shown.summary().finishedAt()),
                shown.summary().duration().toSeconds(),
                shown.header().targets(),
                Arrays.stream(Verdict.values())
                        .map(each -> new Row(each.label(), shown.summary().count(each), each.meaning()))
                        .toList());
    }

    private static String toTheSecond(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

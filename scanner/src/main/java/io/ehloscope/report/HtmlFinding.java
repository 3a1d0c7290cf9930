package io.ehloscope.report;

import io.ehloscope.classify.Product;
import io.ehloscope.evidence.Failure;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A target with a finding, as the page shows it.
 *
 * @param row the summary of the target
 * @param product the recognized product; null if unknown
 * @param address the address that was probed; null if there was no connection
 * @param labels its labels, each as {@code name=value}
 * @param missing the missing verbs; null for none
 * @param forbidden the forbidden verbs that it offers; null for none
 * @param failure the stage and the reason of the failure; null if the probe did not fail
 * @param lead the most important sentence; null for none
 * @param attempts the number of attempts
 * @param more the collapsed details; null for none
 */
record HtmlFinding(
        HtmlPage.Row row,
        @Nullable String product,
        @Nullable String address,
        List<String> labels,
        @Nullable Verbs missing,
        @Nullable Verbs forbidden,
        @Nullable String failure,
        @Nullable String lead,
        String attempts,
        @Nullable More more) {

    /** The maximum length of server text in characters; the JSON and CSV outputs have the complete text. */
    private static final int MAX_CHARS = 1_000;

    /**
     * A list of verbs, never empty.
     *
     * @param verbs their names
     */
    record Verbs(List<String> verbs) {}

    /**
     * The collapsed details.
     *
     * @param title the headings of the details
     * @param reasons the reasons except the first
     * @param masked lines that a middlebox rewrote
     * @param dialogue the dialogue; null for none
     */
    record More(
            String title,
            List<String> reasons,
            List<String> masked,
            @Nullable Dialogue dialogue) {}

    /**
     * A dialogue.
     *
     * @param lines at least one
     */
    record Dialogue(List<Line> lines) {}

    /**
     * A line of a dialogue.
     *
     * @param at the time since the start of the dialogue
     * @param who {@code we}, {@code server} or {@code event}
     * @param line the text
     */
    record Line(String at, String who, String line) {}

    /** Creates the finding of this result. */
    static HtmlFinding of(TargetResult result, HtmlPage.Row row) {
        Failure failure = result.failure();
        Product product = result.assessment().product();
        InetSocketAddress peer = result.observation().peer();
        List<String> reasons =
                result.assessment().reasons().stream().map(HtmlFinding::shown).toList();
        return new HtmlFinding(
                row,
                product == null ? null : Printable.escape(product.describe(), 80),
                peer == null ? null : Wording.address(peer),
                result.target().labels().entrySet().stream()
                        .map(label -> Printable.escape(label.getKey() + "=" + label.getValue()))
                        .toList(),
                verbs(result.assessment().missing()),
                verbs(result.assessment().unexpected()),
                failure == null
                        ? null
                        : failure.stage().label() + " " + failure.reason().label(),
                lead(failure, reasons),
                Wording.count(result.attempts(), "attempt"),
                more(result, reasons));
    }

    private static @Nullable String lead(@Nullable Failure failure, List<String> reasons) {
        if (failure != null) {
            return shown(failure.detail());
        }
        return reasons.isEmpty() ? null : reasons.get(0);
    }

    private static @Nullable More more(TargetResult result, List<String> reasons) {
        List<String> rest = reasons.isEmpty() ? reasons : reasons.subList(1, reasons.size());
        List<String> masked =
                result.assessment().masked().stream().map(HtmlFinding::shown).toList();
        Dialogue dialogue = dialogue(result.observation().transcript());
        List<String> parts = new ArrayList<>();
        if (!rest.isEmpty()) {
            parts.add("more reasons");
        }
        if (!masked.isEmpty()) {
            parts.add("rewritten lines");
        }
        if (dialogue != null) {
            parts.add("dialogue");
        }
        if (parts.isEmpty()) {
            return null;
        }
        String title = String.join(", ", parts);
        return new More(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1), rest, masked, dialogue);
    }

    private static @Nullable Dialogue dialogue(Transcript transcript) {
        if (transcript.entries().isEmpty()) {
            return null;
        }
        List<Line> lines = new ArrayList<>();
        for (Transcript.Entry entry : transcript.entries()) {
            String who = switch (entry.direction()) {
                case SENT -> "we";
                case RECEIVED -> "server";
                case EVENT -> "event";
            };
            lines.add(new Line(at(entry.nanos()), who, shown(entry.line())));
        }
        if (transcript.cut() > 0) {
            lines.add(new Line("", "event", Wording.count(transcript.cut(), "more line") + " not kept"));
        }
        return new Dialogue(lines);
    }

    private static String at(long nanos) {
        return String.format(Locale.ROOT, "%,.1f ms", nanos / 1e6);
    }

    private static @Nullable Verbs verbs(@Nullable List<String> names) {
        return names == null || names.isEmpty()
                ? null
                : new Verbs(names.stream().map(HtmlFinding::shown).toList());
    }

    private static String shown(String text) {
        return Printable.escape(text, MAX_CHARS);
    }
}

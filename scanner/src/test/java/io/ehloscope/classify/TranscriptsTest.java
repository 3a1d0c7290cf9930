package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.golden.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every published transcript, compared with the label that the collection gives it and with the assessment in
 * the golden file beside it.
 */
class TranscriptsTest {

    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Classifier CLASSIFIER = CATALOGUE.classifier(Map.of());
    private static final Path FOLDER = Path.of("src/test/resources/assessments");
    private static final List<String> PROFILES = List.of("auto", "exchange-2003", "exchange-2016");

    /** The allowed verdicts for each class of the collection under {@code auto}. */
    private static final Map<String, Set<String>> VERDICTS = Map.of(
            "exchange-loaded", Set.of("healthy"),
            "exchange-partial", Set.of("healthy"), // one entry: port 587, and healthy there
            "exchange-not-loaded", Set.of("not_loaded"),
            "masked", Set.of("masked"),
            "other-mta", Set.of("healthy", "partial"),
            "helo-only", Set.of("helo_only"),
            "rejected", Set.of("refused", "deferred"));

    /** Labels that the classifier does not follow; docs/accuracy.md explains why. */
    private static final Map<String, String> ARGUED =
            Map.of("009-kb-q228725-interlock-unterminated-multiline", "unreachable");

    /** The products whose names in the collection differ from ours: our name, and a piece of the version if one is stated. */
    private static final Map<String, List<String>> PRODUCTS = Map.ofEntries(
            Map.entry("exchange-5.5", List.of("exchange-5.5", "5.5")),
            Map.entry("exchange-2003", List.of("exchange-2000-2003", "2003")),
            Map.entry("exchange-2013", List.of("exchange", "2013+")),
            Map.entry("exchange-2016", List.of("exchange", "2013+")),
            Map.entry("exchange-2019", List.of("exchange", "2013+")),
            Map.entry("exchange-online-eop", List.of("exchange-online", "")),
            Map.entry("exchange-online-submission", List.of("exchange-online", "")),
            Map.entry("iis-smtp", List.of("windows-smtp", "")));

    static Stream<Recorded> transcripts() {
        return Recorded.all().stream();
    }

    static Stream<Recorded> judged() {
        return transcripts().filter(each -> !each.isGreetingOnly());
    }

    static Stream<Recorded> stated() {
        return transcripts()
                .filter(Recorded::isStated)
                .filter(each -> !each.file().startsWith("100-")); // typed by hand, with every X verb misspelled
    }

    @ParameterizedTest
    @MethodSource("judged")
    void verdictUnderAutoMatchesTheLabel(Recorded each) {
        String verdict = assess(each, "auto").verdict().label();

        String argued = ARGUED.get(each.file());
        assertThat(argued == null ? VERDICTS.get(each.expectedClass()) : Set.of(argued))
                .contains(verdict);
    }

    @ParameterizedTest
    @MethodSource("stated")
    void productMatchesTheSource(Recorded each) {
        Product product = assess(each, "auto").product();

        List<String> expected = PRODUCTS.getOrDefault(each.product(), List.of(each.product(), ""));
        assertThat(product).isNotNull();
        assertThat(product.name()).isEqualTo(expected.get(0));
        assertThat(String.valueOf(product.version())).contains(expected.get(1));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void unfinishedListHasNoMissingVerbs(Recorded each) {
        if (each.isUnterminated()) {
            for (String profile : PROFILES) {
                Assessment assessment = CLASSIFIER.assess(each.outcomeAsItStands(), expectation(each, profile));
                assertThat(assessment.verdict()).isEqualTo(Verdict.UNREACHABLE);
                assertThat(assessment.missing()).isNull();
                assertThat(assessment.missingExchangeVerbs()).isNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void assessmentMatchesItsGoldenFile(Recorded each) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String profile : PROFILES) {
            text.append("profile: ").append(profile).append('\n');
            text.append(shown(assess(each, profile))).append('\n');
        }
        Golden.assertMatches(FOLDER.resolve(each.file() + ".txt"), text.toString());
    }

    private static Assessment assess(Recorded each, String profile) {
        ProbeOutcome outcome = each.outcome();
        return CLASSIFIER.assess(outcome, expectation(each, profile));
    }

    private static Expectation expectation(Recorded each, String profile) {
        return Expectation.of(profile, each.port());
    }

    private static String shown(Assessment assessment) {
        StringBuilder text = new StringBuilder();
        Product product = assessment.product();
        text.append("  verdict: ").append(assessment.verdict().label()).append('\n');
        text.append("  judged by: ").append(assessment.profile()).append('\n');
        text.append("  product: ")
                .append(product == null ? "unknown" : product.name() + ", " + product.describe())
                .append('\n');
        text.append("  missing: ")
                .append(assessment.missing() == null ? "unknown" : assessment.missing())
                .append('\n');
        text.append("  missing Exchange verbs: ")
                .append(assessment.missingExchangeVerbs() == null ? "unknown" : assessment.missingExchangeVerbs())
                .append('\n');
        text.append("  masked: ").append(assessment.masked()).append('\n');
        assessment.reasons().forEach(each -> text.append("  - ").append(each).append('\n'));
        return text.toString();
    }
}

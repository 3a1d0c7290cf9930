package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the choice of an entry of the catalogue depends on. */
class FindingChoiceTest {

    private static final Set<Platform> MICROSOFT =
            Set.of(Platform.EXCHANGE_2007, Platform.EXCHANGE_2003, Platform.WINDOWS_SMTP);

    static Stream<Arguments> platforms() {
        return Stream.of(
                Arguments.of(null, null, null, Set.of(Platform.values())),
                Arguments.of(null, null, List.of("X-EXPS"), MICROSOFT),
                Arguments.of("postfix", null, List.of(), Set.of(Platform.POSTFIX)),
                Arguments.of("exim", "4.97", List.of(), Set.of(Platform.OTHER)),
                Arguments.of("exchange", "2016", List.of("X-EXPS"), Set.of(Platform.EXCHANGE_2007)),
                Arguments.of("exchange-online", null, List.of(), Set.of()),
                Arguments.of("exchange-5.5", null, List.of("XEXCH50"), Set.of()),
                Arguments.of("exchange-2000-2003", "2003", List.of("XEXCH50"), Set.of(Platform.EXCHANGE_2003)),
                Arguments.of("microsoft-smtp", null, null, MICROSOFT),
                Arguments.of(
                        "windows-smtp",
                        "6.0.3790.4675",
                        List.of("X-EXPS", "X-LINK2STATE", "XEXCH50"),
                        Set.of(Platform.EXCHANGE_2003, Platform.WINDOWS_SMTP)),
                Arguments.of(
                        "windows-smtp", null, List.of("X-EXPS"), Set.of(Platform.EXCHANGE_2003, Platform.WINDOWS_SMTP)),
                Arguments.of(
                        "windows-smtp", "6.0.3790.4675", null, Set.of(Platform.EXCHANGE_2003, Platform.WINDOWS_SMTP)),
                Arguments.of("windows-smtp", "10.0.17763.1", List.of("X-EXPS"), Set.of(Platform.WINDOWS_SMTP)),
                Arguments.of("windows-smtp", "7.5.7601.17514", null, Set.of(Platform.WINDOWS_SMTP)),
                Arguments.of(
                        "windows-smtp",
                        "6.0.3790.4675",
                        List.of("X-ANONYMOUSTLS", "X-EXPS", "XRDST"),
                        Set.of(Platform.WINDOWS_SMTP)),
                Arguments.of("windows-smtp", "6.0.3790.4675", List.of("STARTTLS"), Set.of(Platform.WINDOWS_SMTP)),
                Arguments.of("windows-smtp", "6.0.3790.4675", List.of(), Set.of(Platform.WINDOWS_SMTP)));
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void platformIsThatOfTheProduct(
            @Nullable String product,
            @Nullable String version,
            @Nullable List<String> missing,
            Set<Platform> expected) {
        assertThat(Platform.of(assessment(product, version, missing))).isEqualTo(expected);
    }

    /** A product that is renamed would lose its own advice without a word. */
    @Test
    void theProductsOfThePlatformsExist() {
        Catalogue catalogue = Catalogue.load();

        assertThat(List.of("exchange", "exchange-2000-2003", "windows-smtp", "exchange-5.5", "exchange-online"))
                .allMatch(catalogue.recogniser()::isMicrosoft);
        assertThat(catalogue.profiles().get("postfix").products()).containsExactly("postfix");
    }

    @Test
    void aFindingAboutAFailureHasItsStageReasonAndCode() {
        Failure failure = new Failure(Stage.GREETING, Reason.REJECTED_TEMPORARILY, "busy", 421, "4.3.2");
        ProbeOutcome failed = new ProbeOutcome.Failed(failure, Observation.NOTHING);
        Assessment assessment = assessment(null, null, null);

        Circumstances deferred = Circumstances.of(FindingKind.DEFERRED, failed, assessment);
        assertThat(deferred.stage()).isEqualTo(Stage.GREETING);
        assertThat(deferred.reason()).isEqualTo(Reason.REJECTED_TEMPORARILY);
        assertThat(deferred.code()).isEqualTo("4.3.2");
        assertThat(Circumstances.of(FindingKind.CERTIFICATE_EXPIRED, failed, assessment)
                        .stage())
                .isNull();
    }

    @Test
    void brokenStarttlsHasTheFailureAfterTheReply() {
        Failure later = new Failure(Stage.STARTTLS, Reason.REJECTED_TEMPORARILY, "454", 454, "4.7.0");
        Observation seen = new Observation(
                null, null, null, null, null, null, null, null, Timings.NONE, Transcript.EMPTY, List.of(), later, null);

        Circumstances broken = Circumstances.of(
                FindingKind.STARTTLS_FAILED, new ProbeOutcome.Answered(seen), assessment("postfix", null, List.of()));

        assertThat(broken.stage()).isEqualTo(Stage.STARTTLS);
        assertThat(broken.reason()).isEqualTo(Reason.REJECTED_TEMPORARILY);
        assertThat(broken.platforms()).containsExactly(Platform.POSTFIX);
    }

    @Test
    void noTwoEntriesWithTheSameNumberOfConditionsApply() {
        List<FindingEntry> entries = Catalogue.load().findings().entries();
        for (Circumstances each : all()) {
            for (FindingKind kind : FindingKind.values()) {
                List<Integer> conditions = entries.stream()
                        .filter(entry -> entry.kind() == kind && entry.when().matches(each))
                        .map(entry -> entry.when().conditions())
                        .toList();
                int most = conditions.stream().mapToInt(i -> i).max().orElseThrow();
                assertThat(conditions.stream().filter(one -> one == most))
                        .as("%s %s", kind, each)
                        .hasSize(1);
            }
        }
    }

    private static List<Circumstances> all() {
        List<Circumstances> all = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            for (Reason reason : Reason.values()) {
                for (Platform platform : Platform.values()) {
                    for (String code : List.of("4.3.2", "4.7.0")) {
                        all.add(new Circumstances(platform.family(), Set.of(platform), stage, reason, code));
                    }
                }
            }
        }
        return all;
    }

    private static Assessment assessment(
            @Nullable String product, @Nullable String version, @Nullable List<String> missing) {
        boolean microsoft = product == null || product.startsWith("exchange") || product.contains("smtp");
        Product.Family family = microsoft ? Product.Family.MICROSOFT : Product.Family.OTHER;
        VerbCatalogue verbs = Catalogue.load().verbs();
        return new Assessment(
                Verdict.PARTIAL,
                List.of(),
                "any",
                product == null ? null : new Product(product, product, version, "any", family, Confidence.CERTAIN),
                missing,
                missing == null ? null : verbs.countExchange(missing),
                List.of(),
                List.of());
    }
}

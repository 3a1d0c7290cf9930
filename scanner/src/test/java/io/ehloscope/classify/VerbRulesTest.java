package io.ehloscope.classify;

import static io.ehloscope.classify.Replies.ehlo;
import static io.ehloscope.classify.Replies.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of a profile beyond the name of a verb: bounds, severity, phase, and port. */
class VerbRulesTest {

    private static final Requirement AUTH =
            new Requirement("AUTH", List.of("LOGIN"), SizeBounds.ANY, null, Severity.CRITICAL, null);
    private static final Profile SUBMISSION = new Profile(
            "ours",
            "ours",
            Set.of(),
            new VerbRules(
                    List.of(Requirement.of("STARTTLS"), Requirement.of("SIZE"), Requirement.of("XEXCH50")),
                    List.of(AUTH),
                    Set.of(),
                    Set.of(),
                    Set.of("VRFY")),
            Map.of(25, VerbRules.of(List.of(), Set.of("AUTH"))),
            List.of(),
            Map.of(),
            Set.of("STARTTLS"),
            new Origin(null, null, ""));
    private static final Classifier CLASSIFIER = Catalogue.load().classifier(Map.of(SUBMISSION.name(), SUBMISSION));

    @Test
    void rulesAreEmptyOnlyWithoutAnyRule() {
        List<Requirement> size = List.of(Requirement.of("SIZE"));
        Set<String> vrfy = Set.of("vrfy");
        assertThat(VerbRules.NONE.isEmpty()).isTrue();
        assertThat(List.of(
                        new VerbRules(size, List.of(), Set.of(), Set.of(), Set.of()),
                        new VerbRules(List.of(), size, Set.of(), Set.of(), Set.of()),
                        new VerbRules(List.of(), List.of(), vrfy, Set.of(), Set.of()),
                        new VerbRules(List.of(), List.of(), Set.of(), vrfy, Set.of()),
                        new VerbRules(List.of(), List.of(), Set.of(), Set.of(), vrfy)))
                .noneMatch(VerbRules::isEmpty);
    }

    @Test
    void namesOfRulesAreInUpperCase() {
        VerbRules rules = new VerbRules(
                List.of(Requirement.of("size")), List.of(AUTH), Set.of("dsn"), Set.of("help"), Set.of("vrfy"));
        assertThat(rules.names()).containsExactly("SIZE", "AUTH");
        assertThat(rules.optional()).containsExactly("DSN");
        assertThat(rules.optionalInTls()).containsExactly("HELP");
        assertThat(rules.forbid()).containsExactly("VRFY");
    }

    @ParameterizedTest(name = "{0} compared with {1} to {2} lacks {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "SIZE 2000, 1000, 3000, -",
                "SIZE 1000, 1000, 1000, -",
                "SIZE 999,  1000, -,    SIZE >=1000",
                "SIZE 3001, 1000, 3000, SIZE <=3000",
                "SIZE,      1000, -,    -",
                "SIZE 0,    1000, -,    -",
                "SIZE,      -,    3000, SIZE <=3000",
                "SIZE 0,    -,    3000, SIZE <=3000",
                "SIZE 99999999999999999999, 1000, -, -",
                "SIZE many, -,    3000, SIZE <=3000",
                "DSN,       1000, -,    SIZE",
            })
    void sizeIsComparedWithItsBounds(String verb, @Nullable Long least, @Nullable Long most, @Nullable String lacking) {
        Requirement requirement = new Requirement("SIZE", List.of(), new SizeBounds(least, most), null, null, null);

        assertThat(requirement.lackingIn(ehlo(verb).verbs())).isEqualTo(lacking);
    }

    @Test
    void verbRequiredInsideTlsIsNotMissingBeforeTls() {
        Assessment plain = assess(587, seen(null, ehlo("STARTTLS", "SIZE", "XEXCH50"), null));

        assertThat(plain.verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void verbRequiredInsideTlsIsCheckedThere() {
        Assessment without = assess(587, seen(null, ehlo("STARTTLS", "SIZE", "XEXCH50"), ehlo("SIZE", "XEXCH50")));
        Assessment other =
                assess(587, seen(null, ehlo("STARTTLS", "SIZE", "XEXCH50"), ehlo("SIZE", "XEXCH50", "AUTH NTLM")));
        Assessment with =
                assess(587, seen(null, ehlo("STARTTLS", "SIZE", "XEXCH50"), ehlo("SIZE", "XEXCH50", "AUTH LOGIN")));

        assertThat(without.missing()).containsExactly("AUTH");
        assertThat(without.severity("AUTH")).isEqualTo(Severity.CRITICAL);
        assertThat(other.missing()).containsExactly("AUTH LOGIN");
        assertThat(other.severity("AUTH LOGIN")).isEqualTo(Severity.CRITICAL);
        assertThat(with.verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void portDecidesWhichVerbsAreForbidden() {
        assertThat(assess(25, seen(null, ehlo("VRFY", "AUTH PLAIN"), null)).unexpected())
                .containsExactly("AUTH");
        assertThat(assess(587, seen(null, ehlo("VRFY", "AUTH PLAIN"), null)).unexpected())
                .containsExactly("VRFY");
    }

    @Test
    void defaultSeverityIsCriticalForExchangeVerbsAndWarningForOthers() {
        Assessment assessment = assess(587, seen(null, ehlo("STARTTLS"), null));

        assertThat(assessment.severities()).isEqualTo(Map.of("SIZE", Severity.WARNING, "XEXCH50", Severity.CRITICAL));
        assertThat(assessment.reasons()).contains("Severity: critical for XEXCH50; warning for SIZE.");
    }

    private static Assessment assess(int port, Observation seen) {
        return CLASSIFIER.assess(new ProbeOutcome.Answered(seen), Expectation.of("ours", port));
    }
}

package io.ehloscope.drift;

import static io.ehloscope.drift.SampleTraits.BEGIN;
import static io.ehloscope.drift.SampleTraits.END;
import static io.ehloscope.drift.SampleTraits.KNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Change.Kind;
import io.ehloscope.evidence.Starttls;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DriftTest {

    static Stream<Arguments> changes() {
        return Stream.of(
                change("a verdict", KNOWN.verdict(Verdict.PARTIAL), "verdict: verdict healthy -> partial"),
                change("another product", KNOWN.product("postfix", null), "product: product exchange 2010 -> postfix"),
                change(
                        "another version",
                        KNOWN.product("exchange", "2016"),
                        "product: product exchange 2010 -> exchange 2016"),
                change(
                        "a verb that is gone",
                        KNOWN.plain("SIZE 100", "AUTH NTLM LOGIN", "X-EXPS GSSAPI NTLM", "STARTTLS"),
                        "verb: XEXCH50 is gone"),
                change(
                        "a verb that is new",
                        KNOWN.plain(
                                "SIZE 100",
                                "AUTH NTLM LOGIN",
                                "X-EXPS GSSAPI NTLM",
                                "XEXCH50",
                                "STARTTLS",
                                "x-link2state"),
                        "verb: X-LINK2STATE is new"),
                change(
                        "a mechanism of AUTH that is gone, and one of X-EXPS that is new",
                        KNOWN.plain("SIZE 100", "AUTH NTLM", "X-EXPS GSSAPI NTLM LOGIN", "XEXCH50", "STARTTLS"),
                        "mechanism: AUTH no longer offers LOGIN",
                        "mechanism: X-EXPS now offers LOGIN"),
                change(
                        "a verb that takes its mechanisms with it",
                        KNOWN.plain("SIZE 100", "X-EXPS GSSAPI NTLM", "XEXCH50", "STARTTLS"),
                        "verb: AUTH is gone"),
                change(
                        "STARTTLS that is gone is said once",
                        KNOWN.plain("SIZE 100", "AUTH NTLM LOGIN", "X-EXPS GSSAPI NTLM", "XEXCH50")
                                .starttls(Starttls.NOT_OFFERED),
                        "starttls: STARTTLS is gone"),
                change("a handshake that fails", KNOWN.starttls(Starttls.FAILED), "starttls: STARTTLS now fails"),
                change(
                        "inside TLS",
                        KNOWN.insideTls("SIZE 100", "AUTH NTLM", "CHUNKING"),
                        "verb_tls: CHUNKING is new inside TLS",
                        "mechanism_tls: AUTH no longer offers LOGIN inside TLS"),
                change(
                        "a renewed certificate",
                        KNOWN.certificate(new Certificate(
                                "CN=mail",
                                "CN=ca",
                                BEGIN.plus(Duration.ofDays(60)),
                                END.plus(Duration.ofDays(60)),
                                "0B")),
                        "certificate: the certificate changed: not_before 2026-11-02T00:00:00Z -> 2027-01-01T00:00:00Z",
                        "certificate: the certificate changed: not_after 2027-01-31T00:00:00Z -> 2027-04-01T00:00:00Z",
                        "certificate: the certificate changed: thumbprint 0A -> 0B"),
                change(
                        "a certificate issued again for the same time",
                        KNOWN.certificate(new Certificate("CN=mail", "CN=ca", BEGIN, END, "0C")),
                        "certificate: the certificate changed: thumbprint 0A -> 0C"),
                change(
                        "a certificate from elsewhere",
                        KNOWN.certificate(new Certificate("CN=proxy", "CN=proxy", BEGIN, END, "0A")),
                        "certificate: the certificate changed: subject CN=mail -> CN=proxy",
                        "certificate: the certificate changed: issuer CN=ca -> CN=proxy"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyChangeHasASentence(SampleTraits after, List<String> expected) {
        assertThat(sentences(KNOWN, after)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void reversedComparisonReversesTheChanges(SampleTraits after, List<String> expected) {
        List<Change> there = Drift.between(KNOWN.state(), after.state());
        List<Change> back = Drift.between(after.state(), KNOWN.state());
        assertThat(back)
                .containsExactlyElementsOf(there.stream()
                        .map(each -> new Change(each.kind(), each.what(), each.to(), each.from()))
                        .toList());
    }

    @Test
    void everyKindOfChangeIsTested() {
        Set<Kind> seen = changes()
                .flatMap(each -> Drift.between(KNOWN.state(), ((SampleTraits) each.get()[0]).state()).stream())
                .map(Change::kind)
                .collect(Collectors.toSet());
        assertThat(seen).isEqualTo(EnumSet.complementOf(EnumSet.of(Kind.NEW, Kind.VANISHED)));
    }

    static Stream<Arguments> noChanges() {
        return Stream.of(
                same("the same", KNOWN, KNOWN),
                same(
                        "another order, another spelling, a repeated line, another param",
                        KNOWN,
                        KNOWN.plain(
                                "starttls",
                                "xexch50",
                                "AUTH login",
                                "x-exps ntlm gssapi",
                                "SIZE 5",
                                "auth NTLM LOGIN")),
                same("a version that is not known now", KNOWN, KNOWN.product("exchange", null)),
                same("a product that is not known now", KNOWN, KNOWN.product(null, null)),
                same("STARTTLS that is not tried now", KNOWN, KNOWN.starttls(Starttls.OFFERED)),
                same("STARTTLS that is not known now", KNOWN, KNOWN.starttls(null)),
                same(
                        "a failure where it was not tried",
                        KNOWN.starttls(Starttls.OFFERED),
                        KNOWN.starttls(Starttls.FAILED)),
                same("nothing known now", KNOWN, KNOWN.unknown()),
                same("not looked at now", KNOWN, KNOWN.unknown().verdict(Verdict.SKIPPED)),
                same(
                        "parts of a second",
                        KNOWN,
                        KNOWN.certificate(
                                new Certificate("CN=mail", "CN=ca", BEGIN.plusMillis(999), END.plusMillis(999), "0A"))),
                same(
                        "a certificate in a file of an earlier version",
                        KNOWN,
                        KNOWN.certificate(new Certificate("CN=mail", "CN=ca", null, END, null))));
    }

    @ParameterizedTest
    @MethodSource("noChanges")
    void unknownValuesAreNeverChanges(SampleTraits one, SampleTraits other) {
        assertThat(sentences(one, other)).isEmpty();
        assertThat(sentences(other, one)).isEmpty();
    }

    @Test
    void onlyTheVerdictOfATargetThatDoesNotAnswerChanges() {
        assertThat(sentences(KNOWN, KNOWN.unknown().verdict(Verdict.UNREACHABLE)))
                .containsExactly("verdict: verdict healthy -> unreachable");
        assertThat(sentences(KNOWN.unknown().verdict(Verdict.UNREACHABLE), KNOWN))
                .containsExactly("verdict: verdict unreachable -> healthy");
    }

    private static List<String> sentences(SampleTraits before, SampleTraits after) {
        return Drift.between(before.state(), after.state()).stream()
                .map(each -> each.kind().label() + ": " + each.sentence())
                .toList();
    }

    private static Arguments change(String name, SampleTraits after, String... expected) {
        return argumentSet(name, after, Arrays.asList(expected));
    }

    private static Arguments same(String name, SampleTraits one, SampleTraits other) {
        return argumentSet(name, one, other);
    }
}

package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For every subset of a profile's Exchange verbs, exactly the other verbs are missing. */
class ExchangeVerbSubsetsTest {

    private static final Classifier CLASSIFIER = Catalogue.load().classifier(Map.of());
    private static final List<String> OF_2003 = List.of("X-EXPS", "X-EXPS=LOGIN", "X-LINK2STATE", "XEXCH50");
    private static final List<String> BASE = List.of(
            "TURN",
            "ATRN",
            "SIZE",
            "ETRN",
            "PIPELINING",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "8bitmime",
            "BINARYMIME",
            "CHUNKING",
            "VRFY");

    static Stream<Arguments> subsets() {
        return IntStream.range(0, 16)
                .boxed()
                .flatMap(bits -> Stream.of("exchange-2003", "auto", "exchange-2000")
                        .flatMap(profile -> Stream.of(true, false)
                                .map(basic -> Arguments.of(profile, subset(OF_2003, bits), basic))));
    }

    @ParameterizedTest(name = "{0}, there: {1}, Basic authentication: {2}")
    @MethodSource("subsets")
    void everySubsetOfTheVerbsOf2003(String profile, List<String> there, boolean basic) {
        List<String> missing = new ArrayList<>(OF_2003);
        missing.removeAll(there);
        if (there.contains("X-EXPS") && !basic) {
            missing.remove("X-EXPS=LOGIN"); // excused: nothing offers LOGIN
        }

        Assessment assessment = assess(profile, list(there, basic));

        assertThat(assessment.missing()).isEqualTo(missing);
        assertThat(assessment.missingExchangeVerbs()).isEqualTo(missing.size());
        assertThat(assessment.verdict())
                .isEqualTo(
                        missing.isEmpty() ? Verdict.HEALTHY : there.isEmpty() ? Verdict.NOT_LOADED : Verdict.PARTIAL);
    }

    static Stream<Arguments> subsetsOf2013() {
        List<String> all = List.of("X-ANONYMOUSTLS", "X-EXPS", "XRDST");
        return IntStream.range(0, 8).mapToObj(bits -> Arguments.of(all, subset(all, bits)));
    }

    @ParameterizedTest(name = "there: {1}")
    @MethodSource("subsetsOf2013")
    void everySubsetOfTheVerbsOf2013AndLater(List<String> all, List<String> there) {
        List<String> missing = new ArrayList<>(all);
        missing.removeAll(there);
        List<String> verbs = new ArrayList<>(List.of("SIZE", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "AUTH NTLM"));
        verbs.addAll(there);
        verbs.addAll(List.of("8BITMIME", "BINARYMIME", "CHUNKING"));

        for (String profile : List.of("exchange-2013", "exchange-2016", "exchange-2019", "auto")) {
            Assessment assessment = assess(profile, verbs);

            assertThat(assessment.missing()).as(profile).isEqualTo(missing);
            assertThat(assessment.verdict())
                    .as(profile)
                    .isEqualTo(
                            missing.isEmpty()
                                    ? Verdict.HEALTHY
                                    : there.isEmpty() && !profile.equals("auto")
                                            ? Verdict.NOT_LOADED
                                            : Verdict.PARTIAL);
        }
    }

    private static List<String> list(List<String> there, boolean basic) {
        List<String> all = new ArrayList<>(BASE);
        for (String verb : there) {
            all.add(verb.equals("X-EXPS") ? "X-EXPS GSSAPI NTLM" + (basic ? " LOGIN" : "") : verb);
        }
        all.add("AUTH GSSAPI NTLM" + (basic ? " LOGIN" : ""));
        all.add("OK");
        return all;
    }

    private static Assessment assess(String profile, List<String> verbs) {
        return CLASSIFIER.assess(
                Replies.answered(null, Replies.ehlo(verbs.toArray(String[]::new))), Expectation.of(profile, 25));
    }

    private static List<String> subset(List<String> all, int bits) {
        return IntStream.range(0, all.size())
                .filter(i -> (bits & (1 << i)) != 0)
                .mapToObj(all::get)
                .toList();
    }
}

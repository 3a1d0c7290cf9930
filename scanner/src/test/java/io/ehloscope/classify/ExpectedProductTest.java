package io.ehloscope.classify;

import static io.ehloscope.classify.Samples.MTA;
import static io.ehloscope.classify.Samples.TRANSPORT;
import static io.ehloscope.classify.Samples.WINDOWS;
import static io.ehloscope.classify.Samples.WINDOWS_2003;
import static io.ehloscope.classify.Samples.WINDOWS_2016;
import static io.ehloscope.classify.Samples.assess;
import static io.ehloscope.classify.Samples.banner;
import static io.ehloscope.classify.Samples.list;
import static io.ehloscope.classify.Samples.verbs;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdicts on expected and other products. */
class ExpectedProductTest {

    @ParameterizedTest(name = "{0}, {1}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            exchange-2003 | postfix       | MTA       | FOREIGN
            exchange-2003 | -             | MTA       | FOREIGN
            exchange-2003 | windows-2003  | MTA       | FOREIGN
            exchange-2016 | transport     | MTA       | FOREIGN
            exchange-2016 | online        | NO_X      | FOREIGN
            exchange-2016 | windows-2003  | WINDOWS   | NOT_LOADED
            exchange-2016 | transport     | NO_X      | NOT_LOADED
            exchange-2016 | -             | NO_X      | NOT_LOADED
            exchange-2016 | postfix       | FRONT_END | HEALTHY
            exchange-2003 | transport     | FRONT_END | FOREIGN
            exchange-2016 | -             | LOADED    | FOREIGN
            exchange-2000 | -             | LOADED    | HEALTHY
            exchange-se   | transport     | FRONT_END | HEALTHY
            exchange-online | online      | NO_X      | HEALTHY
            exchange-online | -           | NO_X      | HEALTHY
            exchange-online | transport   | FRONT_END | FOREIGN
            exchange-online | postfix     | MTA       | FOREIGN
            windows-smtp  | windows-2016  | WINDOWS   | HEALTHY
            windows-smtp  | -             | WINDOWS   | HEALTHY
            windows-smtp  | -             | LOADED    | FOREIGN
            windows-smtp  | postfix       | MTA       | FOREIGN
            postfix       | postfix       | MTA       | HEALTHY
            postfix       | -             | MTA       | HEALTHY
            postfix       | -             | WINDOWS   | FOREIGN
            exim          | postfix       | MTA       | FOREIGN
            any-esmtp     | postfix       | MTA       | HEALTHY
            any-esmtp     | -             | WINDOWS   | HEALTHY
            our-gateway   | postfix       | MTA       | HEALTHY
            our-gateway   | postfix       | NO_X      | FOREIGN
            """)
    void explicitProfileJudgesOnlyItsProducts(String profile, @Nullable String banner, String list, Verdict verdict) {
        Assessment assessment = assess(profile, banner(banner), verbs(list));

        assertThat(assessment.verdict()).isEqualTo(verdict);
        assertThat(assessment.profile()).isEqualTo(profile);
        if (verdict == Verdict.FOREIGN) {
            assertThat(assessment.missing()).isNull();
            assertThat(assessment.missingExchangeVerbs()).isNull();
        }
    }

    @Test
    void microsoftGreetingBeforeAnotherListIsReported() {
        assertThat(assess("exchange-2003", WINDOWS_2003, MTA).reasons())
                .anyMatch(each -> each.startsWith("The greeting says Microsoft"));
        assertThat(assess("auto", TRANSPORT, MTA).reasons())
                .anyMatch(each -> each.startsWith("The greeting says Microsoft"));
    }

    @ParameterizedTest(name = "{0}, {1}: {2} by {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            windows-2003 | WINDOWS   | NOT_LOADED | exchange-2003
            windows-2016 | WINDOWS   | NOT_LOADED | exchange-2003
            -            | WINDOWS   | NOT_LOADED | exchange-2003
            -            | LOADED    | HEALTHY    | exchange-2003
            transport    | FRONT_END | HEALTHY    | exchange-2013
            online       | NO_X      | HEALTHY    | exchange-online
            transport    | NO_X      | PARTIAL    | exchange-2013
            -            | NO_X      | HEALTHY    | any-esmtp
            postfix      | MTA       | HEALTHY    | postfix
            postfix      | SHORT     | PARTIAL    | postfix
            -            | MTA       | HEALTHY    | postfix
            """)
    void underAutoTheProductChoosesTheProfile(@Nullable String banner, String list, Verdict verdict, String profile) {
        Assessment assessment = assess("auto", banner(banner), verbs(list));

        assertThat(assessment.verdict()).isEqualTo(verdict);
        assertThat(assessment.profile()).isEqualTo(profile);
    }

    @Test
    void exchangeTransportWithoutItsVerbsIsNotLoadedOnlyUnderAnExplicitProfile() {
        assertThat(assess("auto", TRANSPORT, verbs("NO_X")).verdict()).isEqualTo(Verdict.PARTIAL);
        assertThat(assess("exchange-2016", TRANSPORT, verbs("NO_X")).verdict()).isEqualTo(Verdict.NOT_LOADED);
    }

    @Test
    void possibleProductIsNotForeign() {
        assertThat(assess("exim", null, MTA).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assess("exchange-2016", null, MTA).verdict()).isEqualTo(Verdict.FOREIGN);
    }

    @Test
    void bareWindowsServiceGetsTheHintOnlyUnderAuto() {
        String hint = "If this is a relay that is meant to be bare, set profile: windows-smtp.";

        assertThat(assess("auto", WINDOWS_2003, WINDOWS).reasons()).contains(hint);
        assertThat(assess("exchange-2003", WINDOWS_2003, WINDOWS).reasons()).doesNotContain(hint);
    }

    @Test
    void newWindowsIsReportedAsTooNewForExchange() {
        assertThat(assess("auto", WINDOWS_2016, WINDOWS).reasons())
                .anyMatch(each -> each.startsWith("Version 10.0.14393.2608 is the SMTP service of a Windows"));
        assertThat(assess("auto", WINDOWS_2003, WINDOWS).reasons())
                .noneMatch(each -> each.startsWith("Version"))
                .anyMatch(each -> each.contains("event sinks"));
    }
}

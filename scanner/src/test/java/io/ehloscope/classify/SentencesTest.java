package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.FailureEvidence;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyTexts;
import io.ehloscope.smtp.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When each sentence may be said: for every observation of a large set, a sentence appears only where it is true. */
class SentencesTest {

    private static final List<String> GREETINGS = List.of(
            Samples.WINDOWS_2003,
            Samples.TRANSPORT,
            Samples.POSTFIX,
            Samples.STARRED,
            "220 h",
            "220 h LMTP",
            "220 ftp.example.com FTP server");

    private static final List<String> LISTS = List.of(
            "250 OK",
            "250 h",
            Replies.list(Samples.WINDOWS.split(",")),
            Replies.list(Samples.WINDOWS
                    .replace(",OK", ",STARTTLS,X-EXPS NTLM,X-LINK2STATE,XEXCH50,OK")
                    .split(",")),
            Replies.list(Samples.FRONT_END.split(",")),
            Replies.list(Samples.NO_X.split(",")),
            Replies.list(Samples.MTA.split(",")),
            Replies.list(Samples.NO_X.replace("STARTTLS", "AUTH").split(",")),
            Replies.list("SIZE", "AUTH LOGIN PLAIN", "XEXCH50"),
            Replies.list("SIZE", "XXXXXXXA"),
            Replies.list("PIPELINING"));

    private static final List<String> REFUSALS = List.of(
            "500 what?",
            "502 5.5.1 XXXX",
            "550 5.7.1 XXXX is blocked",
            "530 login first",
            "521 no mail",
            "421 too many connections");

    private static final List<String> PROFILES = List.of(
            "auto",
            "any-esmtp",
            "exchange-2003",
            "exchange-2016",
            "windows-smtp",
            "postfix",
            "our-gateway",
            "submission");

    /** A sentence, recognized by a part of it, and when it may be said. */
    private record Rule(String part, Predicate<Case> isTrue) {}

    /** What was observed, and how it was assessed. */
    private record Case(ProbeOutcome outcome, Expectation expectation, Assessment assessment) {
        Observation seen() {
            return outcome.observation();
        }

        boolean greeted(String word) {
            return seen().greeting() != null && seen().greeting().text().contains(word);
        }

        boolean offers(String verb) {
            return seen().ehlo() != null && seen().ehlo().verbs().has(verb);
        }

        boolean isProduct(String... names) {
            return assessment.product() != null
                    && List.of(names).contains(assessment.product().name());
        }

        boolean hasNoVerb() {
            return seen().reply() != null && seen().reply().verbs().isEmpty();
        }

        @Nullable
        Failure failure() {
            return outcome instanceof ProbeOutcome.Failed failed ? failed.failure() : null;
        }

        List<String> missing() {
            return assessment.missing() == null ? List.of() : assessment.missing();
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("HELO works", each -> each.seen().helo() != null),
            new Rule("HELO was not tried", each -> each.seen().helo() == null),
            new Rule(
                    "HELO, sent after the refusal",
                    each -> each.seen().laterFailure() != null
                            && each.seen().laterFailure().stage() == Stage.HELO),
            new Rule(
                    "HELO got no answer",
                    each -> each.seen().helo() == null && each.seen().ehloRefusal() != null),
            new Rule(
                    "knows neither EHLO nor HELO",
                    each -> each.failure() != null
                            && each.failure().stage() == Stage.HELO
                            && each.failure().reason() == Reason.REJECTED_PERMANENTLY),
            new Rule(
                    "wants TLS or a login",
                    each -> each.seen().ehloRefusal() != null
                            && each.seen().ehloRefusal().code() == 530),
            new Rule("EHLO is refused with", each -> each.seen().ehloRefusal() != null),
            new Rule("STARTTLS is offered, but", each -> each.offers("STARTTLS")),
            new Rule("although the list does not offer it", each -> !each.offers("STARTTLS")),
            new Rule(
                    "refused when requested",
                    each -> each.seen().laterFailure() != null
                            && (each.seen().laterFailure().code() / 100 == 4
                                    || each.seen().laterFailure().code() / 100 == 5)),
            new Rule(
                    "answered with another reply than 220",
                    each -> each.seen().laterFailure() != null
                            && each.seen().laterFailure().code() / 100 == 2),
            new Rule(
                    "block list",
                    each -> each.failure() != null && each.failure().stage() == Stage.GREETING),
            new Rule("The greeting says Microsoft", each -> each.greeted("Microsoft")),
            new Rule("The greeting is Microsoft's", each -> each.greeted("Microsoft")),
            new Rule("The greeting names LMTP", each -> each.greeted("LMTP")),
            new Rule("rewrote the greeting", each -> each.greeted("***")),
            new Rule(
                    "of the reply, so what the server offers",
                    each -> each.assessment().masked().stream().anyMatch(line -> line.contains("XXXXXXXA"))),
            new Rule(
                    "EHLO arrived at the server as XXXX",
                    each -> each.seen().ehloRefusal() != null
                            && each.seen().ehloRefusal().onOneLine().startsWith("502 5.5.1 XXXX")),
            new Rule(
                    "No line of the EHLO reply is rewritten",
                    each -> each.seen().reply() != null),
            new Rule("something on the path replaced EHLO", each -> each.seen().helo() != null),
            new Rule(
                    "NOOP",
                    each -> each.hasNoVerb() && each.seen().reply().greeting().equals("OK")),
            new Rule("no verb at all", Case::hasNoVerb),
            new Rule("The EHLO reply has no verb", Case::hasNoVerb),
            new Rule("form of Exchange's own transport", each -> each.isProduct("exchange", "exchange-online")),
            new Rule("externally secured connector", each -> each.isProduct("exchange", "exchange-online")),
            new Rule(
                    "a healthy Exchange shows no X verb",
                    each -> each.expectation().port() == 587
                            || each.expectation().port() == 465),
            new Rule(
                    "which Exchange never does",
                    each -> each.seen().reply().verbs().offers("AUTH", "PLAIN")),
            new Rule("event sinks are not bound", each -> each.isProduct("windows-smtp")),
            new Rule(
                    "none of the Exchange verbs",
                    each -> Stream.of("X-EXPS", "XEXCH50", "XRDST", "X-ANONYMOUSTLS", "X-LINK2STATE")
                            .noneMatch(verb -> each.seen().reply().verbs().has(verb))),
            new Rule("is there: STARTTLS", each -> false),
            new Rule(
                    "the absence of the others is accepted",
                    each -> each.missing().isEmpty()),
            new Rule(
                    "that exchange-2016 requires are there.",
                    each -> each.missing().isEmpty()),
            new Rule("requires no verb", each -> each.missing().isEmpty()),
            new Rule(
                    "The product could not be recognized",
                    each -> each.assessment().product() == null),
            new Rule("On port 465", each -> each.expectation().port() == 465),
            new Rule(
                    "this reply was read without TLS",
                    each -> each.expectation().port() == 465 && each.seen().ehlo() != null),
            new Rule(
                    "too many connections, or is too busy",
                    each -> each.failure() != null && each.failure().reason() == Reason.RATE_LIMITED));

    static Stream<Arguments> rules() {
        return RULES.stream().map(rule -> Arguments.of(rule.part(), rule));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void sentenceIsSaidOnlyWhereItIsTrue(String part, Rule rule) {
        int said = 0;
        for (Case each : CASES) {
            boolean says = Stream.concat(
                            each.assessment().reasons().stream(),
                            each.assessment().findings().stream().map(Finding::sentence))
                    .anyMatch(sentence -> sentence.contains(part));
            if (says) {
                said++;
                assertThat(rule.isTrue().test(each))
                        .as(
                                "%s%n%s%n%s",
                                part, each.outcome(), each.assessment().reasons())
                        .isTrue();
            }
        }
        assertThat(said > 0 || part.equals("is there: STARTTLS"))
                .as("some case says: " + part)
                .isTrue();
    }

    @ParameterizedTest(name = "{0} of {1} there: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SIZE,8BITMIME,DSN  |                     | HEALTHY | All 3 verbs that ours requires are there.",
                "SIZE,8BITMIME      | DSN                 | HEALTHY | 2 of 3 verbs that ours requires are there; the absence of the others is accepted.",
                "SIZE               | DSN,8BITMIME        | HEALTHY | 1 of 3 verbs that ours requires is there; the absence of the others is accepted.",
                "XFOO               | DSN,8BITMIME,SIZE   | HEALTHY | None of 3 verbs that ours requires is there; the absence of the others is accepted.",
                "SIZE,8BITMIME      |                     | PARTIAL | 1 of 3 verbs that ours requires is missing: DSN.",
                "XFOO               |                     | PARTIAL | 3 of 3 verbs that ours requires are missing: SIZE, 8BITMIME, DSN."
            })
    void headlineCountsWhatIsThere(String offered, @Nullable String exempt, Verdict verdict, String headline) {
        Profile ours = new Profile(
                "ours",
                "ours",
                Set.of(),
                VerbRules.of(List.of(Requirement.of("SIZE"), Requirement.of("8BITMIME"), Requirement.of("DSN"))),
                Map.of(),
                exempt == null
                        ? List.of()
                        : Stream.of(exempt.split(","))
                                .map(verb -> new Exemption(verb, null, null))
                                .toList(),
                Map.of(),
                Set.of(),
                new Origin(null, null, ""));
        Assessment assessment = Catalogue.load()
                .classifier(Map.of("ours", ours))
                .assess(Replies.answered("220 h", Samples.list(offered)), Samples.on25("ours"));
        assertThat(assessment.verdict()).isEqualTo(verdict);
        assertThat(assessment.reasons()).first().isEqualTo(headline);
    }

    /** An absent STARTTLS is no failed one: the finding is for servers that offer it. */
    @ParameterizedTest(name = "offered {0}, {1} {2}")
    @CsvSource({"true, 454, true", "true, 250, true", "true, 221, true", "false, 454, false", "false, 250, false"})
    void failedStarttlsIsAFindingOnlyIfItIsOffered(boolean offered, int code, boolean expected) {
        Failure later = new Failure(Stage.STARTTLS, Reason.NOT_SMTP, code + " what", code, null);
        Observation seen =
                seen("220 h", offered ? Replies.list("SIZE", "STARTTLS") : Replies.list("SIZE"), null, null, later);
        Assessment assessment = Samples.CLASSIFIER.assess(new ProbeOutcome.Answered(seen), Samples.on25("auto"));
        assertThat(assessment.findings().stream().anyMatch(each -> each.kind() == FindingKind.STARTTLS_FAILED))
                .isEqualTo(expected);
        assertThat(assessment.reasons()).anyMatch(each -> each.contains(code + " what"));
    }

    private static final List<Case> CASES = cases();

    private static List<Case> cases() {
        List<ProbeOutcome> outcomes = new ArrayList<>();
        for (String greeting : GREETINGS) {
            for (String list : LISTS) {
                for (Failure later : laterFailures()) {
                    outcomes.add(new ProbeOutcome.Answered(seen(greeting, list, null, null, later)));
                }
                outcomes.add(new ProbeOutcome.Answered(seen(greeting, list, null, "250 h hello", null)));
                outcomes.add(new ProbeOutcome.Answered(inTls(greeting, list)));
            }
            for (String refusal : REFUSALS) {
                outcomes.add(new ProbeOutcome.Answered(seen(greeting, null, refusal, "250 h", null)));
                outcomes.add(new ProbeOutcome.Answered(seen(greeting, null, refusal, null, null)));
                for (Stage stage : List.of(Stage.EHLO, Stage.HELO, Stage.CONNECT)) {
                    Reply reply = ReplyTexts.reply(refusal);
                    Reason rejected = reply.isPermanent() ? Reason.REJECTED_PERMANENTLY : Reason.RATE_LIMITED;
                    List<Reason> reasons =
                            stage == Stage.EHLO ? List.of(rejected) : List.of(rejected, Reason.TIMEOUT, Reason.CLOSED);
                    for (Reason reason : reasons) {
                        Failure failure = reason == rejected
                                ? Failure.by(reply, stage, reason, "rejected: " + refusal)
                                : Failure.of(stage, reason, "nothing came");
                        outcomes.add(new ProbeOutcome.Failed(failure, seen(greeting, null, refusal, null, null)));
                    }
                }
            }
            outcomes.add(new ProbeOutcome.Failed(
                    Failure.of(Stage.EHLO, Reason.TIMEOUT, "nothing came"), seen(greeting, null, null, null, null)));
        }
        outcomes.add(new ProbeOutcome.Failed(
                Failure.of(Stage.GREETING, Reason.REJECTED_PERMANENTLY, "554 no"), Observation.NOTHING));
        outcomes.add(new ProbeOutcome.Failed(
                Failure.of(Stage.GREETING, Reason.TIMEOUT, "nothing came"), Observation.NOTHING));
        List<Case> cases = new ArrayList<>();
        for (ProbeOutcome outcome : outcomes) {
            ProbeOutcome weighed = FailureEvidence.weighed(outcome);
            for (String profile : PROFILES) {
                for (int port : new int[] {25, 465, 587, 717}) {
                    Expectation expectation = Expectation.of(profile, port);
                    cases.add(new Case(weighed, expectation, Samples.CLASSIFIER.assess(weighed, expectation)));
                }
            }
        }
        return cases;
    }

    private static List<@Nullable Failure> laterFailures() {
        List<@Nullable Failure> all = new ArrayList<>();
        all.add(null);
        for (int code : new int[] {250, 454, 501}) {
            all.add(new Failure(Stage.STARTTLS, Reason.NOT_SMTP, code + " what", code, null));
        }
        return all;
    }

    private static Observation inTls(String greeting, String list) {
        return new Observation(
                null,
                ReplyTexts.reply(greeting),
                null,
                null,
                null,
                null,
                EhloReply.of(ReplyTexts.reply(list)),
                null,
                Timings.NONE,
                Transcript.EMPTY,
                List.of());
    }

    private static Observation seen(
            String greeting,
            @Nullable String list,
            @Nullable String refusal,
            @Nullable String helo,
            @Nullable Failure later) {
        EhloReply ehlo = list == null ? null : EhloReply.of(ReplyTexts.reply(list));
        return new Observation(
                null,
                ReplyTexts.reply(greeting),
                ehlo,
                refusal == null ? null : ReplyTexts.reply(refusal),
                helo == null ? null : ReplyTexts.reply(helo),
                later != null ? Starttls.FAILED : null,
                null,
                null,
                Timings.NONE,
                Transcript.EMPTY,
                List.of(),
                later,
                null);
    }
}

package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.EhloReply;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of every assessment, checked with random answers. The name of each test has its seed. */
class ClassifierPropertiesTest {

    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Classifier CLASSIFIER = CATALOGUE.classifier(Map.of());
    private static final int ROUNDS = 1_000;
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final List<Stage> STAGES = List.of(Stage.values());
    private static final List<Reason> REASONS = List.of(Reason.values());
    private static final List<String> PROFILES = profiles();
    private static final List<String> VERBS = verbs();
    private static final List<String> BANNERS = List.of(
            "220 h Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready at  Sat",
            "220 h Microsoft ESMTP MAIL Service, Version: 10.0.17763.1697 ready",
            "220 h Microsoft ESMTP MAIL Service ready at Fri",
            "220 A.outlook.office365.com Microsoft ESMTP MAIL Service ready at Fri",
            "220 h ESMTP Postfix",
            "220 h ESMTP",
            "220 ********************",
            "220*****0*2****\n2002***2***0*00",
            "554 no",
            "220 \u0000\u001b[31m\u202e(((((((((((((((((((((((([[[[[[",
            "220 " + "a.".repeat(900),
            "220 " + "Version: 6.0.".repeat(140));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void assessmentIsCompleteAndNeverThrows(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            ProbeOutcome outcome = outcome(random);
            Expectation expectation = new Expectation(
                    any(PROFILES, random),
                    port(random),
                    exempt(random),
                    rules(random),
                    TODAY.atStartOfDay().toInstant(ZoneOffset.UTC));

            Assessment assessment = CLASSIFIER.assess(outcome, expectation);

            Supplier<String> context = () -> outcome + " " + expectation + " " + assessment;
            assertThat(assessment.reasons()).as(context).isNotEmpty().allMatch(each -> !each.isBlank());
            assertThat(assessment.missing() == null).as(context).isEqualTo(!countsVerbs(assessment));
            assertThat(assessment.missingExchangeVerbs() == null).as(context).isEqualTo(!countsVerbs(assessment));
            assertThat(assessment.masked().isEmpty() || assessment.verdict() == Verdict.MASKED)
                    .as(context)
                    .isTrue();
            if (assessment.missing() != null) {
                assertThat(assessment.missing().isEmpty())
                        .as(context)
                        .isEqualTo(assessment.verdict() == Verdict.HEALTHY);
            }
            assertThat(assessment).as(context).isEqualTo(CLASSIFIER.assess(outcome, expectation));
        }
    }

    /** The foreign verdict is not checked: an additional verb can show another product. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void additionalExchangeVerbNeverMeansNotLoadedOrMoreMissingVerbs(long seed) {
        Random random = new Random(seed);
        List<String> exchange = VERBS.stream()
                .filter(verb -> CATALOGUE.verbs().isExchange(verb))
                .toList();
        for (int i = 0; i < ROUNDS; i++) {
            List<String> before = list(random);
            List<String> after = new ArrayList<>(before);
            after.add(before.isEmpty() ? 0 : random.nextInt(before.size()), any(exchange, random));
            Expectation expectation = Expectation.of(any(PROFILES, random), port(random));
            String banner = random.nextBoolean() ? null : any(BANNERS, random);

            Assessment first = assess(banner, before, expectation);
            Assessment second = assess(banner, after, expectation);

            Supplier<String> context = () -> banner + " " + before + " -> " + after + " " + expectation;
            assertThat(second.verdict()).as(context).isNotEqualTo(Verdict.NOT_LOADED);
            if (first.missing() != null
                    && second.missing() != null
                    && !expectation.profile().equals(Profile.AUTO)) {
                assertThat(first.missing()).as(context).containsAll(withoutExcused(second.missing()));
            }
        }
    }

    /** A verb of the reply is never missing. */
    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void offeredVerbIsNeverMissing(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            List<String> verbs = list(random);
            EhloReply reply = Replies.ehlo(verbs.toArray(String[]::new));

            Assessment assessment = CLASSIFIER.assess(
                    Replies.answered(null, reply), Expectation.of(any(PROFILES, random), port(random)));

            if (assessment.missing() != null) {
                assertThat(assessment.missing()).noneMatch(reply.verbs()::has);
            }
        }
    }

    /** X-EXPS=LOGIN is excused while X-EXPS offers no LOGIN; an additional verb can remove the excuse. */
    private static List<String> withoutExcused(List<String> missing) {
        return missing.stream().filter(verb -> !verb.equals("X-EXPS=LOGIN")).toList();
    }

    private static boolean countsVerbs(Assessment assessment) {
        return switch (assessment.verdict()) {
            case HEALTHY, PARTIAL, NOT_LOADED -> true;
            default -> false;
        };
    }

    private static Assessment assess(@Nullable String banner, List<String> verbs, Expectation expectation) {
        return CLASSIFIER.assess(Replies.answered(banner, Replies.ehlo(verbs.toArray(String[]::new))), expectation);
    }

    private static ProbeOutcome outcome(Random random) {
        String banner = random.nextInt(4) == 0 ? null : any(BANNERS, random);
        EhloReply ehlo = random.nextInt(5) == 0 ? null : reply(random);
        EhloReply inside = random.nextInt(3) == 0 ? reply(random) : null;
        Observation seen = random.nextInt(6) == 0
                ? Replies.helo(banner, random.nextBoolean() ? "500 command \"XXXX\"" : null)
                : Replies.seen(banner, ehlo, inside);
        return switch (random.nextInt(4)) {
            case 0 ->
                new ProbeOutcome.Failed(Failure.of(any(STAGES, random), any(REASONS, random), "what happened"), seen);
            case 1 -> new ProbeOutcome.Skipped("not reached");
            default -> new ProbeOutcome.Answered(seen);
        };
    }

    private static EhloReply reply(Random random) {
        return Replies.ehlo(list(random).toArray(String[]::new));
    }

    private static List<String> list(Random random) {
        List<String> list = new ArrayList<>();
        int size = random.nextInt(14);
        for (int i = 0; i < size; i++) {
            list.add(any(VERBS, random));
        }
        if (random.nextInt(3) == 0) {
            list.add("OK");
        }
        return list;
    }

    private static List<Exemption> exempt(Random random) {
        LocalDate until = random.nextBoolean() ? null : TODAY.plusDays(random.nextInt(3) - 1);
        return random.nextInt(3) == 0 ? List.of(new Exemption(any(VERBS, random), null, until)) : List.of();
    }

    private static Map<FindingKind, FindingRule> rules(Random random) {
        return random.nextBoolean()
                ? Map.of()
                : Map.of(
                        any(List.of(FindingKind.values()), random),
                        random.nextBoolean()
                                ? FindingRule.OFF
                                : FindingRule.of(any(List.of(Severity.values()), random)));
    }

    private static int port(Random random) {
        return List.of(25, 25, 587, 465, 2525).get(random.nextInt(5));
    }

    private static List<String> profiles() {
        List<String> names = new ArrayList<>(CATALOGUE.profiles().keySet());
        names.add(Profile.AUTO);
        return names;
    }

    private static List<String> verbs() {
        List<String> verbs = new ArrayList<>();
        CATALOGUE.verbs().facts().forEach(fact -> verbs.add(fact.verb()));
        verbs.addAll(List.of("8bitmime", "AUTH NTLM LOGIN", "AUTH PLAIN", "X-EXPS GSSAPI NTLM LOGIN", "!", "SIZE 0"));
        return verbs;
    }

    private static <T> T any(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}

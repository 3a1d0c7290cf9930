package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Assesses the outcome of a probe. Pure: the same outcome and expectation give the same assessment.
 *
 * <p>Asks in this order: Did the server answer? Did a middlebox rewrite the answer? Is it the expected product? Only
 * then counts verbs, so that an unknown verb never counts as missing.
 */
public final class Classifier {

    /** The profile for products that are not recognized: it requires nothing. */
    public static final String ANY = "any-esmtp";

    private static final int USUAL_PORT = 25;

    /** The reply of servers to NOOP, with or without an enhanced code (RFC 3463); the last form is RFC 821's. */
    private static final Pattern OK =
            Pattern.compile("(?i)(2\\.\\d{1,3}\\.\\d{1,3} )?(OK|Okay|Requested mail action okay(, completed)?)\\W*");

    /** The stages after the EHLO reply: a dialogue that fails there can have a complete EHLO reply. */
    private static final Set<Stage> AFTER_EHLO = EnumSet.of(Stage.STARTTLS, Stage.TLS, Stage.EHLO_TLS, Stage.QUIT);

    private final ProductRecogniser recogniser;
    private final VerbCatalogue verbs;
    private final Map<String, Profile> profiles;
    private final Findings findings;
    private final Failures failures;
    private final Reasons reasons;

    /**
     * A classifier with these data.
     *
     * @param recogniser recognizes products
     * @param verbs tells which verbs are Exchange's own
     * @param findings finds what else is wrong
     * @param profiles the profiles by name; must contain {@value #ANY}
     */
    public Classifier(
            ProductRecogniser recogniser, VerbCatalogue verbs, Findings findings, Map<String, Profile> profiles) {
        this.recogniser = recogniser;
        this.verbs = verbs;
        this.profiles = Map.copyOf(profiles);
        this.findings = findings;
        this.failures = new Failures(recogniser);
        this.reasons = new Reasons(verbs);
        profile(ANY);
    }

    /**
     * Assesses the outcome of one target: its verdict, and everything that is wrong with it.
     *
     * @throws IllegalArgumentException if the profile of the expectation does not exist; no server reply makes this
     *     method throw
     */
    public Assessment assess(ProbeOutcome outcome, Expectation expectation) {
        Profile named = Profile.AUTO.equals(expectation.profile()) ? null : profile(expectation.profile());
        Expectation whole = named == null ? expectation : expectation.under(named);
        Assessment verdict = verdict(outcome, whole, named == null ? null : named.name());
        if (expectation.port() == Failures.SUBMISSIONS && outcome.observation().ehlo() != null) {
            verdict = verdict.withReason(Failures.NOT_ENCRYPTED);
        }
        return verdict.with(findings.of(outcome, verdict, whole));
    }

    private Assessment verdict(ProbeOutcome outcome, Expectation expectation, @Nullable String named) {
        if (outcome instanceof ProbeOutcome.Skipped skipped) {
            return Assessment.without(Verdict.SKIPPED, List.of(skipped.why()), named, null);
        }
        if (outcome instanceof ProbeOutcome.RuledOut ruledOut) {
            return Assessment.without(Verdict.SKIPPED, List.of(ruledOut.why()), named, null);
        }
        Observation seen = outcome.observation();
        Failure failure = outcome instanceof ProbeOutcome.Failed failed ? failed.failure() : null;
        if (failure != null && !(AFTER_EHLO.contains(failure.stage()) && seen.reply() != null)) {
            return failures.assess(failure, seen, expectation, named);
        }
        return assessAnswer(new AnsweredObservation(seen, failure, expectation), named);
    }

    private Assessment assessAnswer(AnsweredObservation answer, @Nullable String named) {
        Observation seen = answer.seen();
        List<String> masked = MaskDetector.maskedLines(seen);
        if (!masked.isEmpty()) {
            return masked(MaskReasons.rewritten(answer, masked), masked, named, recognitionByGreeting(seen));
        }
        EhloReply reply = seen.reply();
        if (reply == null) {
            return Assessment.without(
                    Verdict.HELO_ONLY, reasons.heloOnly(answer), named, product(recognitionByGreeting(seen)));
        }
        if (hasNoVerb(seen)) {
            Recognition greeted = recognitionByGreeting(seen);
            if (greeted != null && alwaysListsVerbs(greeted.product())) {
                return masked(MaskReasons.verbsRemoved(greeted.product(), answer), masked, named, greeted);
            }
            if (isAnswerToNoop(reply)) {
                Reply helo = seen.helo();
                if (helo != null && !OK.matcher(helo.text()).matches()) {
                    return masked(MaskReasons.ehloReplaced(answer, helo), masked, named, greeted);
                }
                if (named != null
                        && !profile(named).requiredOn(answer.port(), false).isEmpty()) {
                    return masked(MaskReasons.ehloPerhapsReplaced(answer), masked, named, greeted);
                }
            }
        }
        Recognition recognition = recogniser.recognise(seen.greeting(), reply);
        return named == null
                ? judgeByProductProfile(answer, recognition)
                : judgeByNamedProfile(profile(named), answer, recognition);
    }

    /** Judges under {@code auto}: by the profile of the product. A bare Windows service is judged as on port 25. */
    private Assessment judgeByProductProfile(AnsweredObservation answer, @Nullable Recognition recognition) {
        Profile profile =
                profile(recognition == null ? ANY : recognition.product().profile());
        int port = isBareWindows(recognition) ? USUAL_PORT : answer.port();
        return judge(profile, answer.on(port), recognition, true);
    }

    private Assessment judgeByNamedProfile(
            Profile profile, AnsweredObservation answer, @Nullable Recognition recognition) {
        if (isForeign(profile, answer, recognition)) {
            return Assessment.without(
                    Verdict.FOREIGN,
                    reasons.foreign(profile, isExchange(profile), answer, recognition),
                    profile.name(),
                    product(recognition));
        }
        return judge(profile, answer, recognition, false);
    }

    /**
     * Whether another product answers. A product that is not recognized, or only guessed, can be the expected one,
     * unless the profile is for a Microsoft product: those have a recognizable form. The bare Windows service is what
     * remains of an Exchange that is not loaded, so it is foreign only if no required verb can tell.
     */
    private boolean isForeign(Profile profile, AnsweredObservation answer, @Nullable Recognition recognition) {
        if (profile.products().isEmpty()) {
            return false;
        }
        if (recognition == null || isGuess(recognition)) {
            return profile.products().stream().anyMatch(recogniser::isMicrosoft) && !anyExchange(answer.seen());
        }
        Product product = recognition.product();
        if (!isBareWindows(recognition)) {
            return !profile.judges(product.name());
        }
        boolean verbsTell = verbs.asksForExchange(profile.requiredOn(answer.port(), false));
        boolean isTooNew = isExchange(profile) && WindowsBuild.isTooNewForExchange(product.version());
        return !verbsTell && (!profile.judges(product.name()) || isTooNew);
    }

    private Assessment judge(
            Profile profile, AnsweredObservation answer, @Nullable Recognition recognition, boolean auto) {
        Comparison comparison = Comparison.of(profile, answer.expectation(), answer.seen());
        int missingExchange = verbs.countExchange(comparison.missing());
        boolean microsoft = recognition != null && recognition.product().family() == Product.Family.MICROSOFT;
        Verdict verdict = Verdict.PARTIAL;
        if (comparison.missing().isEmpty()) {
            verdict = Verdict.HEALTHY;
        } else if (microsoft
                && missingExchange > 0
                && !anyExchange(answer.seen())
                && (!auto || isBareWindows(recognition))) {
            verdict = Verdict.NOT_LOADED;
        }
        Judgement judgement = new Judgement(verdict, profile, answer, recognition, comparison, auto);
        return new Assessment(
                verdict,
                reasons.judge(judgement, verdict == Verdict.PARTIAL && meetsOwnProfile(judgement)),
                profile.name(),
                product(recognition),
                comparison.missing(),
                missingExchange,
                comparison.unexpected(),
                List.of(),
                comparison.exempt(),
                Severities.of(comparison, verbs),
                List.of());
    }

    /** Whether the profile of the recognized product requires something and misses nothing. */
    private boolean meetsOwnProfile(Judgement judgement) {
        Recognition recognition = judgement.recognition();
        if (recognition == null
                || recognition.product().profile().equals(judgement.profile().name())) {
            return false;
        }
        Profile profile = profile(recognition.product().profile());
        AnsweredObservation answer = judgement.answer();
        Comparison own = Comparison.of(profile, Expectation.of(profile.name(), answer.port()), answer.seen());
        return !own.required().isEmpty() && own.missing().isEmpty();
    }

    private static boolean hasNoVerb(Observation seen) {
        return (seen.ehlo() == null || seen.ehlo().verbs().isEmpty())
                && (seen.ehloTls() == null || seen.ehloTls().verbs().isEmpty());
    }

    /**
     * Whether the product never answers EHLO without a verb. If it does, something changed EHLO to HELO or removed the
     * lines.
     */
    private boolean alwaysListsVerbs(Product product) {
        return product.family() == Product.Family.MICROSOFT
                || !profile(product.profile()).require().isEmpty();
    }

    /**
     * Whether the reply answers NOOP: a reply to EHLO begins with the server's name (RFC 5321 section 4.1.1.1, {@code
     * ehlo-ok-rsp}).
     */
    static boolean isAnswerToNoop(EhloReply reply) {
        return reply.greeting() != null && OK.matcher(reply.greeting()).matches();
    }

    /** The product by the greeting alone, if the verbs are unknown. */
    private @Nullable Recognition recognitionByGreeting(Observation seen) {
        return recogniser.recognise(seen.greeting(), null);
    }

    private static Assessment masked(
            List<String> why, List<String> lines, @Nullable String named, @Nullable Recognition recognitionByGreeting) {
        return new Assessment(Verdict.MASKED, why, named, product(recognitionByGreeting), null, null, List.of(), lines);
    }

    private Profile profile(String name) {
        Profile profile = profiles.get(name);
        if (profile == null) {
            throw new IllegalArgumentException("no profile \"" + name + "\"");
        }
        return profile;
    }

    private boolean isExchange(Profile profile) {
        return verbs.asksForExchange(profile.require());
    }

    private boolean anyExchange(Observation seen) {
        return (seen.ehlo() != null && verbs.anyExchange(seen.ehlo().verbs()))
                || (seen.ehloTls() != null && verbs.anyExchange(seen.ehloTls().verbs()));
    }

    private static boolean isGuess(Recognition recognition) {
        Product product = recognition.product();
        return product.family() == Product.Family.OTHER && product.confidence() == Confidence.POSSIBLE;
    }

    private static boolean isBareWindows(@Nullable Recognition recognition) {
        return recognition != null && recognition.product().name().equals(ProductRecogniser.WINDOWS_SMTP);
    }

    private static @Nullable Product product(@Nullable Recognition recognition) {
        return recognition == null ? null : recognition.product();
    }
}

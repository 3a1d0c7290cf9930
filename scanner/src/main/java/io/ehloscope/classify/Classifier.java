package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.EhloReply;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what an outcome means. Pure: the same outcome and expectation give the same assessment.
 *
 * <p>The order of its questions is the order of what may be believed. Was there an answer at all? Has something between
 * us and the server rewritten it? Is it the product that is expected? Only then are verbs counted: what is unknown is
 * never counted as missing.
 */
public final class Classifier {

    /** The profile of what is not recognised: it asks for nothing. */
    public static final String ANY = "any-esmtp";

    private static final int USUAL_PORT = 25;

    /** What servers say to NOOP, with or without an enhanced code (RFC 3463). */
    private static final Pattern OK = Pattern.compile("(?i)(2\\.\\d{1,3}\\.\\d{1,3} )?OK\\W*");

    /** A dialogue that fails here has its EHLO reply behind it. */
    private static final Set<Stage> AFTER_EHLO = EnumSet.of(Stage.STARTTLS, Stage.TLS, Stage.EHLO_TLS, Stage.QUIT);

    private final ProductRecogniser recogniser;
    private final VerbCatalogue verbs;
    private final Map<String, Profile> profiles;
    private final Failures failures;
    private final Reasons reasons;

    /**
     * A classifier by these data.
     *
     * @param recogniser tells products
     * @param verbs knows which verbs are Exchange's own
     * @param profiles by name; {@value #ANY} must be among them
     */
    public Classifier(ProductRecogniser recogniser, VerbCatalogue verbs, Map<String, Profile> profiles) {
        this.recogniser = recogniser;
        this.verbs = verbs;
        this.profiles = Map.copyOf(profiles);
        this.failures = new Failures(recogniser);
        this.reasons = new Reasons(verbs);
        profile(ANY);
    }

    /**
     * Judges one target's outcome.
     *
     * @throws IllegalArgumentException if there is no profile of the expectation's name; nothing that a server says
     *     makes this method throw
     */
    public Assessment assess(ProbeOutcome outcome, Expectation expectation) {
        String named = Profile.AUTO.equals(expectation.profile())
                ? null
                : profile(expectation.profile()).name();
        if (outcome instanceof ProbeOutcome.Skipped skipped) {
            return Assessment.without(Verdict.SKIPPED, List.of(skipped.why()), named, null);
        }
        Observation seen = outcome.observation();
        Failure failure = outcome instanceof ProbeOutcome.Failed failed ? failed.failure() : null;
        if (failure != null && !(AFTER_EHLO.contains(failure.stage()) && seen.reply() != null)) {
            return failures.assess(failure, seen, named);
        }
        return answered(new AnsweredObservation(seen, failure, expectation), named);
    }

    private Assessment answered(AnsweredObservation answer, @Nullable String named) {
        Observation seen = answer.seen();
        List<String> masked = MaskDetector.maskedLines(seen);
        if (!masked.isEmpty()) {
            return masked(reasons.masked(answer, masked), masked, named, byGreeting(seen));
        }
        EhloReply reply = seen.reply();
        if (reply == null) {
            return Assessment.without(Verdict.HELO_ONLY, reasons.heloOnly(answer), named, product(byGreeting(seen)));
        }
        if (hasNoVerb(seen)) {
            Recognition greeted = byGreeting(seen);
            if (greeted != null && alwaysListsVerbs(greeted.product())) {
                return masked(reasons.stripped(greeted.product(), answer), masked, named, greeted);
            }
            if (isAnswerToNoop(reply)) {
                return masked(reasons.swallowed(answer), masked, named, greeted);
            }
        }
        Recognition recognition = recogniser.recognise(seen.greeting(), reply);
        return named == null ? judgedByItself(answer, recognition) : judgedBy(profile(named), answer, recognition);
    }

    /** Under {@code auto}: by the product's own profile, a bare Microsoft service by the one it is mistaken for. */
    private Assessment judgedByItself(AnsweredObservation answer, @Nullable Recognition recognition) {
        Profile profile =
                profile(recognition == null ? ANY : recognition.product().profile());
        int port = isBareWindows(recognition) ? USUAL_PORT : answer.port();
        return judged(profile, answer.on(port), recognition, true);
    }

    private Assessment judgedBy(Profile profile, AnsweredObservation answer, @Nullable Recognition recognition) {
        if (isForeign(profile, answer, recognition)) {
            return Assessment.without(
                    Verdict.FOREIGN,
                    reasons.foreign(profile, isExchange(profile), answer, recognition),
                    profile.name(),
                    product(recognition));
        }
        return judged(profile, answer, recognition, false);
    }

    /**
     * Whether another product answers. What is not recognised, or only guessed, may well be what a profile is for,
     * unless that is a Microsoft product: those are known by their form. The bare Windows service is what is left of an Exchange that
     * is not loaded, so it is foreign only where no verb is asked for that could tell.
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
        boolean cannotBe = isExchange(profile) && WindowsBuild.isTooNewForExchange(product.version());
        return !verbsTell && (!profile.judges(product.name()) || cannotBe);
    }

    private Assessment judged(
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
                reasons.judged(judgement, verdict == Verdict.PARTIAL && fitsItsOwn(judgement)),
                profile.name(),
                product(recognition),
                comparison.missing(),
                missingExchange,
                comparison.unexpected(),
                List.of(),
                comparison.exempt(),
                Severities.of(comparison, verbs));
    }

    /** Whether the product's own profile, were it asked, would ask for something and miss nothing. */
    private boolean fitsItsOwn(Judgement judgement) {
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

    /** Such a product never answers EHLO with no verb at all: something made HELO of it, or took the lines out. */
    private boolean alwaysListsVerbs(Product product) {
        return product.family() == Product.Family.MICROSOFT
                || !profile(product.profile()).require().isEmpty();
    }

    /** The reply to EHLO begins with the server's name (RFC 5321 section 4.1.1.1, {@code ehlo-ok-rsp}). */
    private static boolean isAnswerToNoop(EhloReply reply) {
        return reply.greeting() != null && OK.matcher(reply.greeting()).matches();
    }

    /** What the greeting alone says: all there is to go by where the verbs are unknown. */
    private @Nullable Recognition byGreeting(Observation seen) {
        return recogniser.recognise(seen.greeting(), null);
    }

    private static Assessment masked(
            List<String> why, List<String> lines, @Nullable String named, @Nullable Recognition byGreeting) {
        return new Assessment(Verdict.MASKED, why, named, product(byGreeting), null, null, List.of(), lines);
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

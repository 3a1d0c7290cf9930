package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.OtherProtocol;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.VerbSet;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sentences that justify a verdict: short, true, and with the most important first, for the person on call. */
final class Reasons {

    /** A line of a greeting that names Microsoft's service. */
    static final Pattern MICROSOFT_LINE = Pattern.compile("(?i)Microsoft (E?SMTP MAIL|Exchange)");

    private static final int SHOWN = 300;
    private static final int SHOWN_NAMES = 20;

    private final VerbCatalogue verbs;
    private final MicrosoftReasons microsoft;

    Reasons(VerbCatalogue verbs) {
        this.verbs = verbs;
        this.microsoft = new MicrosoftReasons(verbs);
    }

    List<String> heloOnly(AnsweredObservation answer) {
        List<String> why = new ArrayList<>();
        Reply refusal = answer.seen().ehloRefusal();
        why.add(refusal == null ? "No reply to EHLO is known; HELO works." : refused(refusal, answer.seen()));
        why.add(
                "Old gateways and command filters answer like this. If Exchange is behind one, probe it from the internal network.");
        return withDialogueFindings(why, answer);
    }

    List<String> foreign(
            Profile profile, boolean exchange, AnsweredObservation answer, @Nullable Recognition recognition) {
        List<String> why = new ArrayList<>();
        if (recognition == null) {
            why.add(
                    "Nothing in the reply is Microsoft's: it has no Exchange verb, and is not the list of Microsoft's SMTP services.");
        } else {
            why.add(recognition.product().describe() + " answers where " + profile.name() + " is expected"
                    + (recognition.byReply() ? ", according to its reply." : ", according to its greeting."));
        }
        explainGreeting(answer, recognition, why);
        boolean microsoftAnswers = recognition != null && recognition.product().family() == Product.Family.MICROSOFT;
        if (exchange && !microsoftAnswers) {
            why.add(
                    "A gateway, proxy or antivirus relay in front of Exchange says nothing about the Exchange behind it.");
            why.add(
                    "There is nothing to repair on Exchange: correct the target or its profile, or probe Exchange from behind the gateway.");
        } else {
            why.add("Either this is the wrong machine, or the profile is out of date: correct the one that is wrong.");
        }
        explainNoVerb(answer, why);
        note(recognition, why);
        return withDialogueFindings(why, answer);
    }

    List<String> judge(Judgement judgement, boolean meetsOwnProfile) {
        List<String> why = new ArrayList<>();
        why.add(microsoft.headline(judgement));
        for (ExemptVerb each : judgement.comparison().endedExemptions()) {
            why.add(ended(each.exemption()));
        }
        if (!judgement.comparison().missing().isEmpty()) {
            why.add(Severities.sentence(Severities.of(judgement.comparison(), verbs)));
        }
        Product product = judgement.product();
        if (meetsOwnProfile && product != null) {
            why.add("It has everything that " + product.profile() + ", the profile of " + product.describe()
                    + ", requires: the profile set here may be out of date.");
        }
        microsoft.details(judgement, why);
        Recognition recognition = judgement.recognition();
        if (recognition == null) {
            why.add("The product could not be recognized.");
        } else {
            why.add(recognised(recognition));
        }
        explainNoVerb(judgement.answer(), why);
        explainGreeting(judgement.answer(), recognition, why);
        note(recognition, why);
        comparison(judgement.comparison(), why);
        return withDialogueFindings(why, judgement.answer());
    }

    private static void comparison(Comparison found, List<String> why) {
        for (Requirement each : found.excused()) {
            why.add(each.verb() + " is not there, which is excused"
                    + (each.excuse() == null ? "." : ": " + each.excuse().sentence() + "."));
        }
        for (ExemptVerb each : found.usedExemptions()) {
            why.add(withFullStop(each.exemption().behind(each.lacking() + " is missing, but exempt")));
        }
        for (ExemptVerb each : found.unneededExemptions()) {
            why.add(each.exemption().verb() + " is exempt, but does not need to be: it is there.");
        }
        if (!found.unexpected().isEmpty()) {
            why.add("Offered, although the profile forbids it: " + String.join(", ", found.unexpected()) + ".");
        }
        if (!found.onlyInsideTls().isEmpty()) {
            why.add("Offered only inside TLS: " + String.join(", ", found.onlyInsideTls()) + ".");
        }
        if (!found.lostInsideTls().isEmpty()) {
            why.add("Offered before TLS, but not inside TLS: " + String.join(", ", found.lostInsideTls()) + ".");
        }
    }

    static String ended(Exemption exemption) {
        String what = "The exemption for " + exemption.verb() + " ended on " + exemption.until();
        return withFullStop(exemption.reason() == null ? what : what + "; its reason was: " + exemption.reason());
    }

    private static String withFullStop(String words) {
        return words.matches("(?s).*[.!?…]") ? words : words + ".";
    }

    /**
     * Explains an EHLO reply without verbs: a firewall that changes EHLO to HELO (Untangle) and the oldest servers give
     * the same reply.
     */
    private static void explainNoVerb(AnsweredObservation answer, List<String> why) {
        EhloReply reply = answer.seen().ehlo();
        if (reply != null && reply.verbs().isEmpty() && Classifier.isAnswerToNoop(reply)) {
            why.add(MaskReasons.noopReply());
        } else if (reply != null && reply.verbs().isEmpty()) {
            why.add(
                    "The EHLO reply has no verb. A server without extensions answers like this, and so does any server behind a"
                            + " firewall that changes EHLO to HELO. From here, the two cannot be distinguished: probe it from the internal network.");
        }
    }

    /** The recognized product, its evidence, and its confidence. */
    private static String recognised(Recognition recognition) {
        Product product = recognition.product();
        return "Recognized as " + product.describe() + " by its "
                + (recognition.byReply() ? "reply" : "greeting alone, which is free text") + ": "
                + product.confidence().label() + ".";
    }

    private static void note(@Nullable Recognition recognition, List<String> why) {
        if (recognition != null && recognition.note() != null) {
            why.add(recognition.note());
        }
    }

    /**
     * Appends the findings that follow every verdict: the result of STARTTLS and TLS, and the deviations of the
     * dialogue and the replies.
     */
    static List<String> withDialogueFindings(List<String> why, AnsweredObservation answer) {
        Observation seen = answer.seen();
        List<Detected> found = DialogueFindings.of(seen, answer.late(), answer.expectation());
        Failure late = answer.late() != null ? answer.late() : seen.laterFailure();
        if (late != null && found.stream().noneMatch(each -> each.kind() == FindingKind.STARTTLS_FAILED)) {
            why.add("After the EHLO reply, at " + late.stage().label() + ": " + late.detail());
        }
        if (seen.starttls() == Starttls.FAILED && !DialogueFindings.isOffered(seen)) {
            why.add("STARTTLS was requested and failed, although the list does not offer it.");
        }
        found.forEach(each -> why.add(each.sentence()));
        if (seen.ehloTls() != null && seen.ehloTls().verbs().has("STARTTLS")) {
            why.add("STARTTLS is offered inside TLS, where it must not be offered (RFC 3207 section 4.2).");
        }
        why.addAll(seen.remarks());
        addDeviations("Deviation: ", seen.ehlo(), why);
        addDeviations("Deviation inside TLS: ", seen.ehloTls(), why);
        return why;
    }

    private static void addDeviations(String where, @Nullable EhloReply reply, List<String> why) {
        if (reply != null) {
            for (String deviation : reply.oddities()) {
                why.add(where + deviation + ".");
            }
        }
    }

    /**
     * Explains a greeting that the reply contradicts: one that names another protocol, or Microsoft. A proxy can pass on
     * a greeting and answer EHLO itself, or the greeting can be forged.
     */
    private static void explainGreeting(
            AnsweredObservation answer, @Nullable Recognition recognition, List<String> why) {
        Reply greeting = answer.seen().greeting();
        OtherProtocol other = greeting == null ? null : OtherProtocol.greeting(greeting);
        if (other != null) {
            why.add("The greeting names " + other.title() + ", but the server accepts EHLO, as SMTP servers do.");
        }
        boolean microsoft = recognition != null && recognition.product().family() == Product.Family.MICROSOFT;
        if (!microsoft
                && greeting != null
                && MICROSOFT_LINE.matcher(shown(greeting.text())).find()) {
            why.add(
                    "The greeting says Microsoft, but no Microsoft service sends such a list: either something passes on the"
                            + " greeting and answers EHLO itself, or the greeting is forged.");
        }
    }

    /** The refusal of EHLO, and what is known of HELO. */
    static String refused(Reply refusal, Observation seen) {
        return "EHLO is refused with \"" + shown(refusal.onOneLine()) + "\"; "
                + (seen.helo() != null
                        ? "HELO works."
                        : "HELO was not tried here; most servers that do not know EHLO accept HELO.");
    }

    /** The names of verbs, cut after {@value #SHOWN_NAMES}. */
    static String names(VerbSet verbs) {
        List<String> names = verbs.keys();
        return names.size() <= SHOWN_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, SHOWN_NAMES)) + " and more";
    }

    /** The text, cut to a length that a sentence can quote. */
    static String shown(String text) {
        return Printable.cut(text, SHOWN);
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}

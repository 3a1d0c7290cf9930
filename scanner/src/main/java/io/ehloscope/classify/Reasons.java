package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sentences that justify a verdict: short, true, and with the most important first, for the person on call. */
final class Reasons {

    /** The verbs that a masked keyword of a given length could stand for. */
    private static final Map<Integer, String> BY_LENGTH =
            Map.of(5, "XRDST", 7, "XEXCH50", 8, "STARTTLS", 12, "X-LINK2STATE", 14, "X-ANONYMOUSTLS");

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

    List<String> masked(AnsweredObservation answer, List<String> lines) {
        List<String> why = new ArrayList<>();
        why.add("A middlebox rewrote " + count(lines.size(), "line")
                + " of the reply, so what the server offers cannot be" + " known, and no verb counts as missing.");
        why.add(
                "Ask the firewall's owner to turn off SMTP inspection for this server, or probe it from the internal network.");
        if (answer.seen().ehloRefusal() != null) {
            why.add(refused(answer.seen().ehloRefusal(), answer.seen()));
        }
        hint(answer.seen().ehlo(), why);
        EhloReply inside = answer.seen().ehloTls();
        if (inside != null && inside.verbs().stream().noneMatch(MaskDetector::isMasked)) {
            why.add("Inside TLS, where nothing is masked, the server offers: " + names(inside.verbs()) + ".");
        }
        return withDialogueFindings(why, answer);
    }

    List<String> verbsRemoved(Product product, AnsweredObservation answer) {
        boolean microsoft = product.family() == Product.Family.MICROSOFT;
        List<String> why = new ArrayList<>();
        why.add("The greeting is " + (microsoft ? "Microsoft's" : "that of " + product.title())
                + ", but the EHLO reply has no verb at all. No "
                + (microsoft ? "Microsoft service" : "such server")
                + " sends such a reply: something on the path changes EHLO to HELO or removes the lines.");
        why.add("What the server offers cannot be known from here: probe it from the internal network.");
        return withDialogueFindings(why, answer);
    }

    List<String> ehloReplaced(AnsweredObservation answer) {
        List<String> why = new ArrayList<>();
        why.add("EHLO got the reply that servers send to NOOP, without a name and without a verb: something on the path"
                + " replaced the command (Cisco PIX, Mailguard).");
        why.add("What the server offers cannot be known from here: probe it from the internal network.");
        return withDialogueFindings(why, answer);
    }

    List<String> heloOnly(AnsweredObservation answer) {
        List<String> why = new ArrayList<>();
        Reply refusal = answer.seen().ehloRefusal();
        why.add(refusal == null ? "EHLO got no verb list; HELO works." : refused(refusal, answer.seen()));
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
        if (reply != null && reply.verbs().isEmpty()) {
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
    private static List<String> withDialogueFindings(List<String> why, AnsweredObservation answer) {
        Observation seen = answer.seen();
        List<Detected> found = DialogueFindings.of(seen, answer.late(), answer.expectation());
        Failure late = answer.late() != null ? answer.late() : seen.laterFailure();
        if (late != null && found.stream().noneMatch(each -> each.kind() == FindingKind.STARTTLS_FAILED)) {
            why.add("After the EHLO reply, at " + late.stage().label() + ": " + late.detail());
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

    private static void hint(@Nullable EhloReply reply, List<String> why) {
        if (reply == null) {
            return;
        }
        Set<String> guessed = new HashSet<>();
        for (Verb verb : reply.verbs()) {
            String guess = BY_LENGTH.get(verb.name().length());
            if (MaskDetector.isMasked(verb) && guess != null && !reply.verbs().has(guess) && guessed.add(guess)) {
                why.add("Judging by its length, " + verb.name() + " could be " + guess + "; that is a guess.");
            }
        }
    }

    /**
     * Explains a Microsoft greeting from another product: a proxy can pass on a greeting and answer EHLO itself, or the
     * greeting can be forged.
     */
    private static void explainGreeting(
            AnsweredObservation answer, @Nullable Recognition recognition, List<String> why) {
        Reply greeting = answer.seen().greeting();
        boolean microsoft = recognition != null && recognition.product().family() == Product.Family.MICROSOFT;
        if (!microsoft
                && greeting != null
                && MICROSOFT_LINE.matcher(shown(greeting.text())).find()) {
            why.add(
                    "The greeting says Microsoft, but no Microsoft service sends such a list: either something passes on the"
                            + " greeting and answers EHLO itself, or the greeting is forged.");
        }
    }

    private static String refused(Reply refusal, Observation seen) {
        return "EHLO is refused with \"" + shown(refusal.onOneLine()) + "\"; "
                + (seen.helo() != null
                        ? "HELO works."
                        : "HELO was not tried here, and a server that does not know EHLO accepts HELO.");
    }

    private static String names(VerbSet verbs) {
        List<String> names = verbs.keys();
        return names.size() <= SHOWN_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, SHOWN_NAMES)) + " and more";
    }

    private static String shown(String text) {
        return Printable.cut(text, SHOWN);
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}

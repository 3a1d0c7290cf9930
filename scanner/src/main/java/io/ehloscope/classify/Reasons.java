package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sentences that justify a verdict: short, true, the weightiest first, for somebody who was just woken up. */
final class Reasons {

    /** Verbs that could hide behind a masked keyword of this length. */
    private static final Map<Integer, String> BY_LENGTH =
            Map.of(5, "XRDST", 7, "XEXCH50", 8, "STARTTLS", 12, "X-LINK2STATE", 14, "X-ANONYMOUSTLS");

    /** A line of a greeting that is Microsoft's, or says so. */
    static final Pattern SAYS_MICROSOFT = Pattern.compile("(?i)Microsoft (E?SMTP MAIL|Exchange)");

    private static final int SHOWN = 300;
    private static final int SHOWN_NAMES = 20;

    private final VerbCatalogue verbs;
    private final MicrosoftReasons microsoft;

    Reasons(VerbCatalogue verbs) {
        this.verbs = verbs;
        this.microsoft = new MicrosoftReasons(verbs);
    }

    List<String> masked(Answer answer, List<String> lines) {
        List<String> why = new ArrayList<>();
        why.add("A middlebox rewrote " + count(lines.size(), "line") + " of the reply: what the server offers cannot be"
                + " known, and nothing is counted as missing.");
        why.add("Ask whoever runs the firewall to switch SMTP inspection off for this server, or look from inside.");
        if (answer.seen().ehloRefusal() != null) {
            why.add(refused(answer.seen().ehloRefusal(), answer.seen()));
        }
        hint(answer.seen().ehlo(), why);
        EhloReply inside = answer.seen().ehloTls();
        if (inside != null && inside.verbs().stream().noneMatch(MaskDetector::isMasked)) {
            why.add("Inside TLS, where nothing is masked, it offers: " + names(inside.verbs()) + ".");
        }
        return behind(why, answer);
    }

    List<String> stripped(Product product, Answer answer) {
        boolean microsoft = product.family() == Product.Family.MICROSOFT;
        List<String> why = new ArrayList<>();
        why.add("The greeting is " + (microsoft ? "Microsoft's" : "that of " + product.title())
                + ", and the EHLO reply has no verb at all, which no "
                + (microsoft ? "Microsoft service" : "such server")
                + " writes: something on the way makes HELO of EHLO or takes the lines out.");
        why.add("What the server offers cannot be known from here: look from inside.");
        return behind(why, answer);
    }

    List<String> swallowed(Answer answer) {
        List<String> why = new ArrayList<>();
        why.add("EHLO got the answer that servers give to NOOP, without a name and without a verb: something on the way"
                + " replaced the command (Cisco PIX, Mailguard).");
        why.add("What the server offers cannot be known from here: look from inside.");
        return behind(why, answer);
    }

    List<String> heloOnly(Answer answer) {
        List<String> why = new ArrayList<>();
        Reply refusal = answer.seen().ehloRefusal();
        why.add(refusal == null ? "EHLO got no list of verbs; HELO works." : refused(refusal, answer.seen()));
        why.add("An old gateway or a command filter answers so. If Exchange is behind it, look from inside.");
        return behind(why, answer);
    }

    List<String> foreign(Profile profile, boolean exchange, Answer answer, @Nullable Recognition recognition) {
        List<String> why = new ArrayList<>();
        if (recognition == null) {
            why.add("Nothing in the reply is Microsoft's: no verb of Exchange, and not the list of its SMTP services.");
        } else {
            why.add(recognition.product().describe() + " answers where " + profile.name() + " is expected"
                    + (recognition.byReply() ? ", by its reply." : ", by its greeting."));
        }
        greetingLies(answer, recognition, why);
        boolean microsoftAnswers = recognition != null && recognition.product().family() == Product.Family.MICROSOFT;
        if (exchange && !microsoftAnswers) {
            why.add("A gateway, a proxy or an antivirus relay in front tells nothing about the Exchange behind it.");
            why.add("Nothing to repair on Exchange: correct the target or its profile, or look from behind.");
        } else {
            why.add("The wrong machine, or a profile that is out of date: correct one of them.");
        }
        noVerb(answer, why);
        note(recognition, why);
        return behind(why, answer);
    }

    List<String> judged(Judgement judgement, boolean fitsItsOwn) {
        List<String> why = new ArrayList<>();
        why.add(microsoft.headline(judgement));
        for (ExemptVerb each : judgement.comparison().ended()) {
            why.add(ended(each.exemption()));
        }
        if (!judgement.comparison().missing().isEmpty()) {
            why.add(Severities.sentence(Severities.of(judgement.comparison(), verbs)));
        }
        Product product = judgement.product();
        if (fitsItsOwn && product != null) {
            why.add("It has all that " + product.profile() + " requires, the profile of " + product.describe()
                    + ": the profile given here may be out of date.");
        }
        microsoft.details(judgement, why);
        Recognition recognition = judgement.recognition();
        if (recognition == null) {
            why.add("The product could not be told.");
        } else {
            why.add(recognised(recognition));
        }
        noVerb(judgement.answer(), why);
        greetingLies(judgement.answer(), recognition, why);
        note(recognition, why);
        comparison(judgement.comparison(), why);
        return behind(why, judgement.answer());
    }

    private static void comparison(Comparison found, List<String> why) {
        for (Requirement each : found.excused()) {
            why.add(each.verb() + " is not there and not missed"
                    + (each.excuse() == null ? "." : ": " + each.excuse().sentence() + "."));
        }
        for (ExemptVerb each : found.forgiven()) {
            why.add(stopped(each.exemption().behind(each.lacking() + " is missing, and exempt")));
        }
        for (ExemptVerb each : found.needless()) {
            why.add(each.exemption().verb() + " is exempt, and need not be: it is there.");
        }
        if (!found.unexpected().isEmpty()) {
            why.add("There, although the profile forbids it: " + String.join(", ", found.unexpected()) + ".");
        }
        if (!found.onlyInsideTls().isEmpty()) {
            why.add("Offered inside TLS only: " + String.join(", ", found.onlyInsideTls()) + ".");
        }
        if (!found.lostInsideTls().isEmpty()) {
            why.add("Offered before TLS and gone inside it: " + String.join(", ", found.lostInsideTls()) + ".");
        }
    }

    private static String ended(Exemption exemption) {
        String what = "The exemption of " + exemption.verb() + " ended on " + exemption.until();
        return stopped(exemption.reason() == null ? what : what + "; its reason was: " + exemption.reason());
    }

    private static String stopped(String words) {
        return words.matches("(?s).*[.!?…]") ? words : words + ".";
    }

    /** What a firewall that makes HELO of EHLO (Untangle) leaves looks like what the oldest servers say. */
    private static void noVerb(Answer answer, List<String> why) {
        EhloReply reply = answer.seen().ehlo();
        if (reply != null && reply.verbs().isEmpty()) {
            why.add(
                    "The EHLO reply has no verb. A server without extensions answers so, and so does any server behind a"
                            + " firewall that makes HELO of EHLO: from here the two cannot be told apart, look from inside.");
        }
    }

    /** What answers, what that rests on, and how far it may be relied on. */
    private static String recognised(Recognition recognition) {
        Product product = recognition.product();
        return "Recognised as " + product.describe() + " by its "
                + (recognition.byReply() ? "reply" : "greeting alone, which is free text") + ": "
                + product.confidence().label() + ".";
    }

    private static void note(@Nullable Recognition recognition, List<String> why) {
        if (recognition != null && recognition.note() != null) {
            why.add(recognition.note());
        }
    }

    /** What stands behind every verdict: how STARTTLS and TLS went, what the dialogue and the replies had that was odd. */
    private static List<String> behind(List<String> why, Answer answer) {
        Observation seen = answer.seen();
        Failure late = answer.late();
        if (late != null) {
            why.add("After the EHLO reply, at " + late.stage().label() + ": " + late.detail());
        } else if (seen.starttls() == Starttls.FAILED) {
            why.add("STARTTLS is offered and failed.");
        }
        why.addAll(TlsReasons.of(seen));
        why.addAll(seen.remarks());
        odd("Odd: ", seen.ehlo(), why);
        odd("Odd, inside TLS: ", seen.ehloTls(), why);
        return why;
    }

    private static void odd(String where, @Nullable EhloReply reply, List<String> why) {
        if (reply != null) {
            for (String oddity : reply.oddities()) {
                why.add(where + oddity + ".");
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
                why.add("By its length " + verb.name() + " could be " + guess + "; that is a guess.");
            }
        }
    }

    /** A greeting may be passed on by a proxy that answers EHLO itself, or be forged. */
    private static void greetingLies(Answer answer, @Nullable Recognition recognition, List<String> why) {
        Reply greeting = answer.seen().greeting();
        boolean microsoft = recognition != null && recognition.product().family() == Product.Family.MICROSOFT;
        if (!microsoft
                && greeting != null
                && SAYS_MICROSOFT.matcher(shown(greeting.text())).find()) {
            why.add("The greeting says Microsoft, and no Microsoft service writes such a list: something passes the"
                    + " greeting on and answers EHLO itself, or the greeting is made up.");
        }
    }

    private static String refused(Reply refusal, Observation seen) {
        return "EHLO is refused with \"" + shown(refusal.onOneLine()) + "\"; "
                + (seen.helo() != null
                        ? "HELO works."
                        : "whether HELO works was not tried here, and a server that does not know EHLO takes it.");
    }

    private static String names(VerbSet verbs) {
        List<String> names = verbs.keys();
        return names.size() <= SHOWN_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, SHOWN_NAMES)) + " and more";
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}

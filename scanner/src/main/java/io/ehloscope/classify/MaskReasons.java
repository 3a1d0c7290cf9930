package io.ehloscope.classify;

import io.ehloscope.evidence.Observation;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.Verb;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sentences for {@code masked}: what the evidence of a middlebox proves, and what it does not. */
final class MaskReasons {

    /** The verbs that a masked keyword of a given length could stand for. */
    private static final Map<Integer, String> BY_LENGTH =
            Map.of(5, "XRDST", 7, "XEXCH50", 8, "STARTTLS", 12, "X-LINK2STATE", 14, "X-ANONYMOUSTLS");

    private static final String UNKNOWN =
            "What the server offers cannot be known from here: probe it from the internal network.";

    private MaskReasons() {}

    /** For lines that a middlebox rewrote. */
    static List<String> rewritten(AnsweredObservation answer, List<String> lines) {
        Observation seen = answer.seen();
        List<String> why = new ArrayList<>();
        why.add(headline(seen, lines.size()));
        why.add(
                "Ask the firewall's owner to turn off SMTP inspection for this server, or probe it from the internal network.");
        if (seen.ehloRefusal() != null) {
            why.add(Reasons.refused(seen.ehloRefusal(), seen));
        }
        hint(seen.ehlo(), why);
        EhloReply inside = seen.ehloTls();
        if (seen.ehlo() != null
                && inside != null
                && !inside.verbs().isEmpty()
                && inside.verbs().stream().noneMatch(MaskDetector::isMasked)) {
            why.add("Inside TLS, where nothing is masked, the server offers: " + Reasons.names(inside.verbs()) + ".");
        }
        return Reasons.withDialogueFindings(why, answer);
    }

    /** What the rewritten lines of an observation prove, in one sentence. */
    static String headline(Observation seen, int lines) {
        int inGreeting = MaskDetector.ofGreeting(seen.greeting()).size();
        if (MaskDetector.isMaskedCommand(seen.ehloRefusal())) {
            return "EHLO arrived at the server as XXXX: a middlebox replaced the command, so what the server offers cannot"
                    + " be known, and no verb counts as missing.";
        }
        if (lines > inGreeting) {
            return "A middlebox rewrote " + Reasons.count(lines, "line")
                    + " of the reply, so what the server offers cannot be known, and no verb counts as missing.";
        }
        return "A middlebox rewrote the greeting. "
                + (seen.reply() == null
                        ? "That proves that it inspects SMTP, not which verbs it removes"
                        : "No line of the EHLO reply is rewritten, but such a device can also remove lines")
                + ": what the server offers cannot be known, and no verb counts as missing.";
    }

    /** For a reply without verbs, where the greeting is that of a product that always lists some. */
    static List<String> verbsRemoved(Product product, AnsweredObservation answer) {
        boolean microsoft = product.family() == Product.Family.MICROSOFT;
        List<String> why = new ArrayList<>();
        why.add("The greeting is " + (microsoft ? "Microsoft's" : "that of " + product.title())
                + ", but the EHLO reply has no verb at all. No "
                + (microsoft ? "Microsoft service" : "such server")
                + " sends such a reply: something on the path changes EHLO to HELO or removes the lines, unless another"
                + " program uses that greeting.");
        why.add(UNKNOWN);
        return Reasons.withDialogueFindings(why, answer);
    }

    /** For a reply without a name and a verb, where HELO proves that the server has a name to send. */
    static List<String> ehloReplaced(AnsweredObservation answer, Reply helo) {
        List<String> why = new ArrayList<>();
        why.add("EHLO got the reply that servers send to NOOP, without a name and without a verb, while HELO got \""
                + Reasons.shown(helo.onOneLine())
                + "\": something on the path replaced EHLO (Cisco PIX, Mailguard).");
        why.add(UNKNOWN);
        return Reasons.withDialogueFindings(why, answer);
    }

    /** For such a reply where a profile requires verbs, and nothing shows whether the command was replaced. */
    static List<String> ehloPerhapsReplaced(AnsweredObservation answer) {
        List<String> why = new ArrayList<>();
        why.add(noopReply());
        why.add("The profile requires verbs, so they may be there, behind such a firewall: no verb counts as missing.");
        return Reasons.withDialogueFindings(why, answer);
    }

    /** What a reply as to NOOP can mean. */
    static String noopReply() {
        return "The EHLO reply is that of servers to NOOP, without a name and without a verb. A printer or a test server"
                + " can answer every command like this, and a firewall that replaces EHLO by NOOP (Cisco PIX, Mailguard)"
                + " makes any server answer like this. From here, the two cannot be distinguished: probe it from the"
                + " internal network.";
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
}

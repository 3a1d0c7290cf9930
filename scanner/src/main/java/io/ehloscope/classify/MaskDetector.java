package io.ehloscope.classify;

import io.ehloscope.evidence.Observation;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import io.ehloscope.smtp.Verb;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the traces of a middlebox that rewrote a reply: Cisco PIX (Mailguard, {@code fixup protocol smtp}), ASA (ESMTP
 * inspection), and similar filters.
 *
 * <p>PIX turns every character of the greeting except 2, 0, blanks, and line ends into an asterisk. ASA keeps the
 * length of a keyword: all its letters become X except the last, which counts the masked lines as A, B, C. Other
 * middleboxes write only X. Host names that people replaced with X are not masks: the greeting and the greeting line
 * are not checked for X.
 */
public final class MaskDetector {

    private static final String OLD_PIX = "SMTP/cmap___";
    private static final Pattern MASKED_VERB = Pattern.compile("X{3,}[A-Z]");
    private static final Pattern MASKED_COMMAND = Pattern.compile("\\bX{4}\\b");

    private MaskDetector() {}

    /**
     * The rewritten lines, as received: of the greeting, of the EHLO replies before and inside TLS, and of the refusal
     * of EHLO. Empty if nothing shows a mask.
     */
    public static List<String> maskedLines(Observation seen) {
        Set<String> lines = new LinkedHashSet<>(ofGreeting(seen.greeting()));
        addVerbs(seen.ehlo(), lines);
        addVerbs(seen.ehloTls(), lines);
        Reply refusal = seen.ehloRefusal();
        if (refusal != null && isMaskedCommand(refusal)) {
            lines.add(refusal.onOneLine());
        }
        return List.copyOf(lines);
    }

    /** The rewritten lines of a greeting. */
    public static List<String> ofGreeting(@Nullable Reply greeting) {
        if (greeting == null || !hasMask(greeting)) {
            return List.of();
        }
        return greeting.lines().stream()
                .filter(line -> isMasked(line.text()) || isStars(line.text()))
                .map(line -> line.raw().strip())
                .toList();
    }

    /**
     * Whether a refusal quotes the command as {@code XXXX}: the server does not know a command of that name. In another
     * refusal, the word may be a name that people made unreadable.
     */
    static boolean isMaskedCommand(@Nullable Reply refusal) {
        return refusal != null
                && refusal.code() >= 500
                && refusal.code() <= 502
                && MASKED_COMMAND.matcher(refusal.text()).find();
    }

    private static boolean hasMask(Reply greeting) {
        for (ReplyLine line : greeting.lines()) {
            if (isMasked(line.text())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a verb's name is a run of at least four X, of which the last can be another letter. */
    public static boolean isMasked(Verb verb) {
        return verb.name().startsWith("XXX") && MASKED_VERB.matcher(verb.name()).matches();
    }

    private static boolean isMasked(String text) {
        return (text.contains("****") && isStars(text)) || text.strip().startsWith(OLD_PIX);
    }

    /**
     * Whether a text has only asterisks and the characters that PIX keeps. A short line of them proves a mask only
     * beside a longer one.
     */
    private static boolean isStars(String text) {
        return text.indexOf('*') >= 0 && text.chars().allMatch(c -> c == '*' || c == '2' || c == '0' || c == ' ');
    }

    private static void addVerbs(@Nullable EhloReply reply, Set<String> lines) {
        if (reply == null) {
            return;
        }
        if (reply.greeting() != null && isMasked(reply.greeting())) {
            lines.add(reply.greeting());
        }
        for (Verb verb : reply.verbs()) {
            if (isMasked(verb)) {
                lines.add(verb.toString());
            }
        }
    }
}

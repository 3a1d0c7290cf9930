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
 * Finds what a middlebox left behind when it rewrote a reply: Cisco PIX (Mailguard, {@code fixup protocol smtp}), ASA
 * (ESMTP inspection), and strippers that do alike.
 *
 * <p>PIX turns every character of the greeting but 2, 0, blanks and line ends into an asterisk. ASA keeps the length of
 * a keyword: all its letters become X but the last, which counts the masked lines A, B, C. Others write X alone. Hosts
 * that people made unreadable with X are no masks: neither the greeting nor a greeting line is looked at for X.
 */
public final class MaskDetector {

    private static final String OLD_PIX = "SMTP/cmap___";
    private static final Pattern MASKED_VERB = Pattern.compile("X{3,}[A-Z]");
    private static final Pattern MASKED_COMMAND = Pattern.compile("\\bX{4}\\b");

    private MaskDetector() {}

    /**
     * The lines that were rewritten, as the server's side sent them: of the greeting, of the EHLO reply before and
     * inside TLS, of the refusal of EHLO. Empty where nothing shows a mask.
     */
    public static List<String> maskedLines(Observation seen) {
        Set<String> lines = new LinkedHashSet<>(ofGreeting(seen.greeting()));
        addVerbs(seen.ehlo(), lines);
        addVerbs(seen.ehloTls(), lines);
        Reply refusal = seen.ehloRefusal();
        if (refusal != null && MASKED_COMMAND.matcher(refusal.text()).find()) {
            lines.add(refusal.onOneLine());
        }
        return List.copyOf(lines);
    }

    /** The lines of a greeting that were rewritten. */
    public static List<String> ofGreeting(@Nullable Reply greeting) {
        if (greeting == null || !hasMask(greeting)) {
            return List.of();
        }
        return greeting.lines().stream()
                .filter(line -> isMasked(line.text()) || isStars(line.text()))
                .map(line -> line.raw().strip())
                .toList();
    }

    private static boolean hasMask(Reply greeting) {
        for (ReplyLine line : greeting.lines()) {
            if (isMasked(line.text())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a verb's name is a run of at least four X, the last of which may be another letter. */
    public static boolean isMasked(Verb verb) {
        return verb.name().startsWith("XXX") && MASKED_VERB.matcher(verb.name()).matches();
    }

    private static boolean isMasked(String text) {
        return (text.contains("****") && isStars(text)) || text.strip().startsWith(OLD_PIX);
    }

    /** Stars, and what PIX leaves alone; a short line of them proves something beside a longer one only. */
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

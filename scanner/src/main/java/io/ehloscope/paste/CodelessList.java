package io.ehloscope.paste;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lists of verbs in forms that no server sends: one line with all verbs (nmap's {@code smtp-commands}, newer protocol
 * logs of Exchange), or one verb on each line without reply codes. Converts them to the reply that they stand for.
 */
final class CodelessList {

    /** The smallest number of known verbs in a list. */
    private static final int MIN_VERBS = 3;

    private static final Pattern NMAP = Pattern.compile("(?i)^(?:.{0,40}?[^A-Za-z0-9-])?smtp-commands:\\s*(.+)$");
    private static final Pattern COMMA = Pattern.compile(",\\s*");
    private static final String BAR = "|";
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private CodelessList() {}

    /** The reply in nmap's single line; null if the line has another form or reports a failure. */
    static @Nullable Reply nmap(String line) {
        Matcher matcher = NMAP.matcher(line);
        if (!matcher.matches()) {
            return null;
        }
        List<String> items = items(matcher.group(1));
        return items.stream().anyMatch(ReplyGrammar::isVerb) ? reply(items) : null;
    }

    /** The verbs of a text that separates them with commas only; empty if the text has another form. */
    static List<String> byCommas(String text) {
        List<String> items = items(text);
        boolean all = items.size() >= MIN_VERBS && items.stream().allMatch(ReplyGrammar::isVerb);
        return all ? items : List.of();
    }

    /** Whether a text contains only verbs, separated by commas; some lists end with OK. */
    static boolean areVerbs(String text) {
        List<String> items = items(text);
        return !items.isEmpty() && items.stream().allMatch(each -> ReplyGrammar.isVerb(each) || each.equals("OK"));
    }

    /** Whether lines contain enough different known verbs for a list. */
    static boolean isList(List<String> lines) {
        return lines.stream()
                        .map(ReplyGrammar::keyword)
                        .filter(EhloReply.WELL_KNOWN::contains)
                        .distinct()
                        .count()
                >= MIN_VERBS;
    }

    /**
     * Converts a single line with all verbs, separated by blanks or Wireshark's bars, to the reply that it stands for; returns any other
     * reply unchanged.
     */
    static Reply unfolded(Reply reply) {
        if (reply.lines().size() != 1 || !reply.isPositive()) {
            return reply;
        }
        String[] words = BLANKS.split(reply.text(), -1);
        List<String> items = new ArrayList<>(List.of(""));
        for (String word : words) {
            if (word.equals(BAR)) {
                continue;
            }
            if (ReplyGrammar.isVerb(word)) {
                items.add(word);
            } else {
                int last = items.size() - 1;
                items.set(last, (items.get(last) + " " + word).strip());
            }
        }
        boolean greeted = !items.get(0).isEmpty();
        return greeted && isList(items) ? reply(items) : reply;
    }

    /** A reply of these lines. */
    static Reply reply(List<String> texts) {
        List<ReplyLine> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            lines.add(ReplyLine.parse((i == texts.size() - 1 ? "250 " : "250-") + texts.get(i)));
        }
        return new Reply(lines);
    }

    private static List<String> items(String text) {
        return COMMA.splitAsStream(text)
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .limit(ReplyLimits.DEFAULT.lines())
                .toList();
    }
}

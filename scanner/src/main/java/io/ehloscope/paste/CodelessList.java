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
 * Lists of verbs in forms that no server sends: one line that holds them all (nmap's {@code smtp-commands}, newer
 * protocol logs of Exchange), or one verb a line without reply codes. They are turned into the reply that they tell of.
 */
final class CodelessList {

    /** Fewer known verbs than this are no list. */
    private static final int FEWEST = 3;

    private static final Pattern NMAP = Pattern.compile("(?i)^(?:.{0,40}?[^A-Za-z0-9-])?smtp-commands:\\s*(.+)$");
    private static final Pattern COMMA = Pattern.compile(",\\s*");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** What is no known verb, and yet begins one: Exchange's own, and masks. Mechanisms of AUTH do not. */
    private static final Pattern LIKE_A_VERB = Pattern.compile("X-?(?!OAUTH|YMCOOKIE|GOOGLE)[A-Z0-9-]{3,}(?:=\\S*)?");

    private static final Pattern GREETS = Pattern.compile("(?i).*\\b(?:hello|pleased to meet you)\\b.*");

    private CodelessList() {}

    /** Whether a line begins with what can only be a verb. */
    static boolean isVerb(String text) {
        String keyword = PastedLine.keyword(text);
        return EhloReply.WELL_KNOWN.contains(keyword)
                || LIKE_A_VERB.matcher(keyword).matches();
    }

    /** The reply of nmap's one line; null where it is none, or where it tells of a failure. */
    static @Nullable Reply nmap(String line) {
        Matcher matcher = NMAP.matcher(line);
        if (!matcher.matches()) {
            return null;
        }
        List<String> items = items(matcher.group(1));
        return items.stream().anyMatch(CodelessList::isVerb) ? reply(items) : null;
    }

    /** The verbs of a text that parts them with commas only; empty where it is no such text. */
    static List<String> byCommas(String text) {
        List<String> items = items(text);
        boolean all = items.size() >= FEWEST && items.stream().allMatch(CodelessList::isVerb);
        return all ? items : List.of();
    }

    /** Whether a text holds nothing but verbs, commas between them; an OK ends some lists. */
    static boolean areVerbs(String text) {
        List<String> items = items(text);
        return !items.isEmpty() && items.stream().allMatch(each -> isVerb(each) || each.equals("OK"));
    }

    /** Whether lines are enough of a list to be taken for one. */
    static boolean isList(List<String> lines) {
        return lines.stream()
                        .filter(each -> EhloReply.WELL_KNOWN.contains(PastedLine.keyword(each)))
                        .count()
                >= FEWEST;
    }

    /** Whether a line without a code greets, as the first line of a reply to EHLO does. */
    static boolean greets(String text) {
        return GREETS.matcher(text).matches();
    }

    /** A reply of one line that holds all verbs, blanks between them, as the reply it tells of; others as they are. */
    static Reply unfolded(Reply reply) {
        if (reply.lines().size() != 1 || !reply.isPositive()) {
            return reply;
        }
        String[] words = BLANKS.split(reply.text(), -1);
        List<String> items = new ArrayList<>(List.of(""));
        for (String word : words) {
            if (isVerb(word)) {
                items.add(word);
            } else {
                int last = items.size() - 1;
                items.set(last, (items.get(last) + " " + word).strip());
            }
        }
        boolean greeted = !items.get(0).isEmpty();
        return greeted && isList(items) ? reply(items) : reply;
    }

    /** These lines as a reply. */
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

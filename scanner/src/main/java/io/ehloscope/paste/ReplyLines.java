package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The lines of one reply of a paste, while they are read: decides whether a line continues it. */
final class ReplyLines {

    private static final Pattern STARS = Pattern.compile("(?:[0-9 .-]*\\*){4}[*0-9 .-]*");
    private static final Pattern LISTED = Pattern.compile("[A-Z0-9][A-Z0-9-]*[A-Z0-9](?:[ =].*)?");

    /** The smallest number of characters that the decoration of a log has. */
    private static final int LOG_PREFIX = 4;

    private static final Pattern ENDS_CONNECTION = Pattern.compile(
            "(?i)\\b(?:dis)?connect(?:ed|ing|ion)?\\b|\\b(?:closed?|closing|lost|reset|time ?out|timed out|abort(?:ed)?|retry|retrying|trying)\\b");

    /** A remark that lines are left out, or no sentence at all. */
    private static final Pattern LEAVES_OUT = Pattern.compile("(?i)\\.\\.\\.|\u2026|\\*\\*\\*|---"
            + "|\\b(?:snip\\w*|omitted|removed|cut|redacted|truncated|stripped|etc|more|skipp\\w+|left out|and so on|usw)\\b"
            + "|^\\W*[\\w-]*\\W*$|[\\[(<{][^\\])>}]*[\\])>}]$");

    private static final Pattern WRAPPED_GREETING = Pattern.compile("(?:Microsoft )?ESMTP\\b|Microsoft Exchange\\b");
    private static final Pattern WRAPPED_HELLO = Pattern.compile("Hello \\[?[\\w.:-]+\\]?");
    private static final Pattern NO_REST = Pattern.compile("(?!)");

    private final List<PastedLine> lines = new ArrayList<>();
    private boolean isFull;

    boolean isEmpty() {
        return lines.isEmpty();
    }

    List<PastedLine> lines() {
        return List.copyOf(lines);
    }

    /** Adds a line; returns false if the reply has too many already, which ends it in the middle. */
    boolean add(PastedLine line) {
        isFull |= lines.size() == ReplyLimits.DEFAULT.lines();
        if (!isFull) {
            lines.add(line);
        }
        return !isFull;
    }

    /** Whether more lines must follow. */
    boolean isUnfinished() {
        return !isEmpty() && !isOpen() && last().separator() == ReplyLine.Separator.CONTINUED;
    }

    /** Whether the form of the reply does not show which line is the last. */
    boolean isOpen() {
        return !isEmpty() && lines.get(0).kind() == PastedLine.Kind.OPEN_REPLY;
    }

    /** Whether a line without a code is part of a masked greeting. */
    boolean isMaskedBy(String text) {
        return !isEmpty() && code() / 10 == 22 && STARS.matcher(text).matches();
    }

    /**
     * Whether a line continues the reply. Servers and pages write the form of the last line in the middle of a list;
     * a verb cannot begin another reply.
     */
    boolean isContinuedBy(PastedLine line) {
        ReplyLine next = ReplyLine.parse(line.text());
        if (isOpen() != (line.kind() == PastedLine.Kind.OPEN_REPLY)) {
            return false;
        }
        if (isOpen()) {
            return code() == next.code() && LISTED.matcher(next.text().strip()).matches();
        }
        boolean isTypo = code() == 250 && next.code() / 10 == 24 && ReplyGrammar.isVerb(next.text());
        if (code() != next.code() && !isTypo) {
            return false;
        }
        return isUnfinished() || (code() == 250 && ReplyGrammar.isVerb(next.text()));
    }

    /** Whether a verb on a line that follows a command still belongs to this list. */
    boolean isContinuedAfterStarttlsBy(PastedLine line) {
        return isUnfinished()
                && isContinuedBy(line)
                && ReplyGrammar.isVerb(ReplyLine.parse(line.text()).text());
    }

    /** Whether a text is the rest of a first line that a mail program wrapped after the name of the server. */
    boolean isWrappedBefore(String text) {
        if (lines.size() != 1) {
            return false;
        }
        String host = ReplyLine.parse(lines.get(0).text()).text().strip();
        Pattern rest = code() == 220 ? WRAPPED_GREETING : code() == 250 ? WRAPPED_HELLO : NO_REST;
        return ReplyGrammar.beginsWithHost(host)
                && ReplyGrammar.firstWord(host).equals(host)
                && rest.matcher(text.strip()).lookingAt();
    }

    /** Appends the rest of the first line. */
    void append(String text) {
        PastedLine first = lines.get(0);
        lines.set(
                0,
                new PastedLine(first.row(), first.text().strip() + " " + text.strip(), first.kind(), first.stream()));
    }

    /**
     * Whether a line is a message of the log that holds the reply, written between two lines of it: both begin with the
     * same constant decoration, and the message does not end the connection.
     */
    boolean isInterruptedBy(PastedLine message) {
        if (!isUnfinished()) {
            return false;
        }
        String decoration = decoration(last(lines));
        String other = DecorationShape.of(message.row().text());
        int common = 0;
        while (common < Math.min(decoration.length(), other.length())
                && decoration.charAt(common) == other.charAt(common)) {
            common++;
        }
        return common >= LOG_PREFIX
                && Decoration.hasMark(decoration.substring(0, common))
                && !ENDS_CONNECTION.matcher(other).find()
                && !LEAVES_OUT.matcher(message.text().strip()).find();
    }

    /** Whether a verb with the decoration of this list continues it after messages of the log. */
    boolean isContinuedAfterMessagesBy(PastedLine line) {
        return isUnfinished()
                && decoration(line).equals(decoration(last(lines)))
                && ReplyGrammar.isVerb(ReplyLine.parse(line.text()).text());
    }

    private static PastedLine last(List<PastedLine> lines) {
        return lines.get(lines.size() - 1);
    }

    /** The shape of the decoration before a reply line. */
    private static String decoration(PastedLine line) {
        String row = line.row().text();
        int at = row.indexOf(line.text().substring(0, 3));
        return line.row().before() + DecorationShape.of(row.substring(0, Math.max(at, 0)));
    }

    /**
     * The reply.
     *
     * @param isFollowed whether another line of the dialogue follows, which ends a reply of open form
     */
    Reply reply(boolean isFollowed) {
        List<ReplyLine> all = new ArrayList<>();
        int size = lines.size();
        for (int i = 0; i < size; i++) {
            String text = lines.get(i).text();
            boolean isLast = i == size - 1 && (isOpen() ? isFollowed : !isFull);
            boolean isCutOff = i == size - 1 && i > 0 && isCutOff(lines.get(i));
            if (isCutOff) {
                break;
            }
            all.add(ReplyLine.parse(isLast && isOpen() ? text.substring(0, 3) + " " + text.substring(4) : text));
        }
        return CodelessList.unfolded(new Reply(all));
    }

    /** Whether the paste may end in the middle of the last verb: no line end follows, and the verb is not a known one. */
    private static boolean isCutOff(PastedLine line) {
        ReplyLine last = ReplyLine.parse(line.text());
        return !line.row().isEnded() && last.code() == 250 && !ReplyGrammar.isWholeLastVerb(last.text());
    }

    private int code() {
        return ReplyLine.parse(lines.get(0).text()).code();
    }

    private ReplyLine last() {
        return ReplyLine.parse(lines.get(lines.size() - 1).text());
    }
}

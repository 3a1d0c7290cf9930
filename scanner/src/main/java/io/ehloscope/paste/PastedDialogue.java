package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pasted dialogue line by line and sorts its replies: the greeting, and the replies to EHLO before and inside
 * TLS. Pasted commands decide which reply is which; without commands, the replies themselves do.
 */
final class PastedDialogue {

    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+|\\[[0-9A-Fa-f:.]+\\]|\\*+.*");
    private static final Pattern STARS = Pattern.compile("(?:[0-9 .-]*\\*){4}[*0-9 .-]*");
    private static final Pattern LISTED =
            Pattern.compile("[A-Z0-9][A-Z0-9-]*[A-Z0-9](?:=\\S*)?(?: .*)?|[A-Za-z0-9][A-Za-z0-9-]*=\\S+");
    private static final Pattern STATUS = Pattern.compile("\\d\\.\\d{1,3}\\.\\d{1,3}");

    /**
     * Codes that mean that the server does not know EHLO; other codes at the start of a paste belong to the greeting.
     */
    private static final List<Integer> UNKNOWN_COMMAND = List.of(500, 501, 502, 503, 504);

    /** The last command without a reply so far. */
    private enum LastCommand {
        NOTHING,
        EHLO,
        HELO,
        STARTTLS,
        OTHER
    }

    private final List<PastedLine> ignored = new ArrayList<>();
    private final List<PastedLine> current = new ArrayList<>();
    private LastCommand lastCommand = LastCommand.NOTHING;
    private boolean tls;
    private boolean tailOfList;
    private boolean otherConnection;
    private @Nullable Reply greeting;
    private @Nullable Reply ehlo;
    private @Nullable Reply helo;
    private @Nullable Reply starttls;
    private @Nullable Reply ehloTls;

    /** Takes the next line. */
    void take(PastedLine line) {
        if (otherConnection) {
            ignored.add(line);
            return;
        }
        switch (line.kind()) {
            case REPLY -> {
                if (!current.isEmpty() && !continues(line.text())) {
                    endOfReply();
                }
                add(line);
            }
            case EHLO -> command(LastCommand.EHLO);
            case HELO -> command(LastCommand.HELO);
            case STARTTLS, OTHER_COMMAND -> {
                if (isMidReply() && CodelessList.isVerb(line.text())) {
                    add(line);
                } else {
                    command(line.kind() == PastedLine.Kind.STARTTLS ? LastCommand.STARTTLS : LastCommand.OTHER);
                }
            }
            case TLS_IS_UP -> {
                endOfReply();
                ignored.add(line);
                tls = true;
                tailOfList = true;
            }
            case TEXT -> text(line);
        }
    }

    /** No more lines. */
    void end() {
        endOfReply();
    }

    /** The transcript of the lines that were understood, with the others as ignored. */
    PastedTranscript transcript(List<PastedLine> unread, List<String> remarks) {
        List<PastedLine> all = new ArrayList<>(ignored);
        all.addAll(unread);
        return PastedTranscript.of(greeting, ehlo, helo, starttls, ehloTls, all, remarks);
    }

    /** Whether there is no reply to EHLO or HELO. */
    boolean hasNoAnswer() {
        return ehlo == null && helo == null && ehloTls == null;
    }

    /** The greeting; null if there is none so far. */
    @Nullable
    Reply greeting() {
        return greeting;
    }

    private void command(LastCommand next) {
        endOfReply();
        lastCommand = next;
        tailOfList = false;
    }

    /**
     * Reads a line without a code. It belongs to an unfinished reply if it looks like a verb, and to a greeting if it
     * looks like a mask.
     */
    private void text(PastedLine line) {
        boolean verb = isMidReply() && CodelessList.isVerb(line.text());
        boolean mask = !current.isEmpty()
                && codeOfCurrent() / 10 == 22
                && STARS.matcher(line.text()).matches();
        if (verb || mask) {
            add(line);
        } else {
            ignored.add(line);
        }
    }

    private void add(PastedLine line) {
        if (otherConnection || current.size() == ReplyLimits.DEFAULT.lines()) {
            ignored.add(line);
        } else {
            current.add(line);
        }
    }

    private boolean isMidReply() {
        return !current.isEmpty() && !lastLine().isLast();
    }

    private ReplyLine lastLine() {
        return ReplyLine.parse(current.get(current.size() - 1).text());
    }

    /**
     * Whether a line continues the reply: servers and pages write the form of the last line in the middle of a list.
     */
    private boolean continues(String text) {
        ReplyLine next = ReplyLine.parse(text);
        int code = codeOfCurrent();
        if (code / 100 != next.code() / 100 || (code / 10 == 22) != (next.code() / 10 == 22)) {
            boolean mayAnswer = lastCommand == LastCommand.EHLO || (lastCommand == LastCommand.NOTHING && ehlo == null);
            return mayAnswer && greeting != null && current.size() == 1 && code == 220 && next.code() == 250;
        }
        String listed = next.text().strip();
        return !lastLine().isLast()
                || (next.isPositive()
                        && (CodelessList.isVerb(listed) || isListed(listed))
                        && !listed.equalsIgnoreCase("OK")
                        && !CodelessList.greets(listed));
    }

    private boolean isListed(String text) {
        return LISTED.matcher(text).matches()
                && !STATUS.matcher(text.split(" ", 2)[0]).matches();
    }

    private int codeOfCurrent() {
        return reply().code();
    }

    private Reply reply() {
        return new Reply(
                current.stream().map(line -> ReplyLine.parse(line.text())).toList());
    }

    private void endOfReply() {
        if (current.isEmpty()) {
            return;
        }
        Reply reply = CodelessList.unfolded(reply());
        if (!isUnderstood(reply)) {
            ignored.addAll(current);
        }
        current.clear();
        tailOfList = false;
    }

    /** Sorts one reply; returns false if it has no place in the dialogue. */
    private boolean isUnderstood(Reply reply) {
        LastCommand answered = lastCommand;
        lastCommand = LastCommand.NOTHING;
        boolean list = hasVerbs(reply);
        if (answered == LastCommand.EHLO && reply.code() == 220 && greeting == null && !list) {
            greeting = reply;
            lastCommand = answered;
            return true;
        }
        return switch (answered) {
            case EHLO -> answersEhlo(reply);
            case HELO -> answersHelo(reply);
            case STARTTLS -> answersStarttls(reply, list);
            case OTHER -> reply.code() == 221;
            case NOTHING -> isPlacedWithoutCommand(reply, list);
        };
    }

    private boolean isPlacedWithoutCommand(Reply reply, boolean list) {
        if (reply.code() == 221) {
            return true;
        }
        if (tailOfList && reply.isPositive() && reply.lines().size() == 1 && CodelessList.isVerb(reply.text())) {
            return false;
        }
        if (isFirst() && !list && reply.code() != 250 && !UNKNOWN_COMMAND.contains(reply.code())) {
            greeting = reply;
            return true;
        }
        if (reply.code() == 220 && !list && ehlo != null) {
            return answersStarttlsOrGreetsAgain(reply);
        }
        boolean alone = reply.lines().size() == 1 && !list;
        boolean refused = ehlo != null && ehlo.isPermanent();
        if (alone && reply.isPositive() && refused && !tls) {
            return answersHelo(reply);
        }
        return (current() == null || (reply.isPositive() && !alone)) && answersEhlo(reply);
    }

    private boolean isFirst() {
        return greeting == null && hasNoAnswer();
    }

    private @Nullable Reply current() {
        return tls ? ehloTls : ehlo;
    }

    /** A second greeting belongs to another connection, and so do the replies after it. */
    private boolean answersStarttlsOrGreetsAgain(Reply reply) {
        String first = reply.text().strip().split("\\s+", 2)[0];
        if (DOMAIN.matcher(first).matches() && !STATUS.matcher(first).matches()) {
            otherConnection = true;
            return false;
        }
        return answersStarttls(reply);
    }

    /** If a list follows directly, the reply to STARTTLS and the next EHLO were not pasted. */
    private boolean answersStarttls(Reply reply, boolean list) {
        if (list && reply.code() == 250) {
            tls = true;
            return answersEhlo(reply);
        }
        return answersStarttls(reply);
    }

    private boolean answersStarttls(Reply reply) {
        starttls = reply;
        tls |= reply.isPositive();
        return true;
    }

    private boolean answersHelo(Reply reply) {
        if (helo == null || reply.isPositive()) {
            helo = reply;
        }
        return true;
    }

    /** Keeps the last list; keeps a refusal only if there is no list. */
    private boolean answersEhlo(Reply reply) {
        Reply before = current();
        if (before != null && before.isPositive() && !reply.isPositive()) {
            return false;
        }
        if (tls) {
            ehloTls = reply;
        } else {
            ehlo = reply;
        }
        return true;
    }

    private static boolean hasVerbs(Reply reply) {
        return reply.isPositive() && reply.lines().stream().anyMatch(line -> CodelessList.isVerb(line.text()));
    }
}

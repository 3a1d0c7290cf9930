package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows a pasted dialogue line by line and sorts its replies: which one greets, which answer EHLO before and inside
 * TLS. Commands are believed where they were pasted; where they were not, the replies themselves must tell.
 */
final class PastedDialogue {

    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+|\\[[0-9A-Fa-f:.]+\\]|\\*+.*");
    private static final Pattern STARS = Pattern.compile("(?:[0-9 .-]*\\*){4}[*0-9 .-]*");
    private static final Pattern LISTED =
            Pattern.compile("[A-Z0-9][A-Z0-9-]*[A-Z0-9](?:=\\S*)?(?: .*)?|[A-Za-z0-9][A-Za-z0-9-]*=\\S+");
    private static final Pattern STATUS = Pattern.compile("\\d\\.\\d{1,3}\\.\\d{1,3}");

    /** EHLO itself is not known; other codes at the head of a paste are the greeting's. */
    private static final List<Integer> UNKNOWN_COMMAND = List.of(500, 501, 502, 503, 504);

    /** What was said last and not answered yet. */
    private enum Said {
        NOTHING,
        EHLO,
        HELO,
        STARTTLS,
        OTHER
    }

    private final List<PastedLine> ignored = new ArrayList<>();
    private final List<PastedLine> current = new ArrayList<>();
    private Said said = Said.NOTHING;
    private boolean tls;
    private boolean tailOfList;
    private boolean over;
    private @Nullable Reply greeting;
    private @Nullable Reply ehlo;
    private @Nullable Reply helo;
    private @Nullable Reply starttls;
    private @Nullable Reply ehloTls;

    /** Takes the next line in. */
    void take(PastedLine line) {
        if (over) {
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
            case EHLO -> command(Said.EHLO);
            case HELO -> command(Said.HELO);
            case STARTTLS, OTHER_COMMAND -> {
                if (isMidReply() && CodelessList.isVerb(line.text())) {
                    add(line);
                } else {
                    command(line.kind() == PastedLine.Kind.STARTTLS ? Said.STARTTLS : Said.OTHER);
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

    /** What was understood, and what was not. */
    PastedTranscript transcript(List<PastedLine> unread, List<String> remarks) {
        List<PastedLine> all = new ArrayList<>(ignored);
        all.addAll(unread);
        return PastedTranscript.of(greeting, ehlo, helo, starttls, ehloTls, all, remarks);
    }

    /** Whether nothing answers EHLO or HELO. */
    boolean hasNoAnswer() {
        return ehlo == null && helo == null && ehloTls == null;
    }

    /** The greeting as far as it is known. */
    @Nullable
    Reply greeting() {
        return greeting;
    }

    private void command(Said next) {
        endOfReply();
        said = next;
        tailOfList = false;
    }

    /** A line without a code belongs to a reply that is not over if it looks like a verb, or like a mask. */
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
        if (over || current.size() == ReplyLimits.DEFAULT.lines()) {
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

    /** Whether a line goes on with the reply: servers and pages write the form of the last line in mid-list. */
    private boolean continues(String text) {
        ReplyLine next = ReplyLine.parse(text);
        int code = codeOfCurrent();
        if (code / 100 != next.code() / 100 || (code / 10 == 22) != (next.code() / 10 == 22)) {
            boolean mayAnswer = said == Said.EHLO || (said == Said.NOTHING && ehlo == null);
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

    /** Sorts one reply; whether there is a place for it. */
    private boolean isUnderstood(Reply reply) {
        Said asked = said;
        said = Said.NOTHING;
        boolean list = lists(reply);
        if (asked == Said.EHLO && reply.code() == 220 && greeting == null && !list) {
            greeting = reply;
            said = asked;
            return true;
        }
        return switch (asked) {
            case EHLO -> answersEhlo(reply);
            case HELO -> answersHelo(reply);
            case STARTTLS -> answersStarttls(reply, list);
            case OTHER -> reply.code() == 221;
            case NOTHING -> unasked(reply, list);
        };
    }

    private boolean unasked(Reply reply, boolean list) {
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
            return answersStarttlsOrBeginsAnew(reply);
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

    /** A second greeting is another connection: its replies are not this one's. */
    private boolean answersStarttlsOrBeginsAnew(Reply reply) {
        String first = reply.text().strip().split("\\s+", 2)[0];
        if (DOMAIN.matcher(first).matches() && !STATUS.matcher(first).matches()) {
            over = true;
            return false;
        }
        return answersStarttls(reply);
    }

    /** Where a list follows at once, the reply to STARTTLS and the next EHLO were not pasted. */
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

    /** The last list counts; a refusal counts where there is no list. */
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

    private static boolean lists(Reply reply) {
        return reply.isPositive() && reply.lines().stream().anyMatch(line -> CodelessList.isVerb(line.text()));
    }
}

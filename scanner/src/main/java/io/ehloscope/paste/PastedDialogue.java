package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One dialogue of a paste, while it is read: the place of each reply in it. */
final class PastedDialogue {

    /** What a reply may answer. */
    enum Command {
        NONE,
        EHLO,
        HELO,
        STARTTLS,
        AUTH,
        OTHER
    }

    /** What became of a reply. */
    enum Outcome {
        /** It has a place in the dialogue. */
        PLACED,
        /** It belongs to the dialogue, and says nothing about what the server offers. */
        IGNORED,
        /** It begins another dialogue. */
        BEGINS_ANOTHER
    }

    /**
     * Codes that mean that the server does not know EHLO; other codes at the start of a paste belong to the greeting.
     */
    private static final List<Integer> UNKNOWN_COMMAND = List.of(500, 501, 502, 503, 504);

    /** What a server replies to any command before EHLO. */
    private static final Pattern HELLO_FIRST = Pattern.compile("(?i)\\b(?:hello|helo|ehlo)\\b[^.]{0,30}\\bfirst\\b");

    private final boolean isTlsFromStart;
    private boolean isTls;
    private boolean isAuthenticated;
    private boolean isInTransaction;
    private boolean isClosed;
    private boolean isEmpty = true;
    private @Nullable Reply greeting;
    private @Nullable Reply ehlo;
    private @Nullable Reply helo;
    private @Nullable Reply starttls;
    private @Nullable Reply ehloTls;
    private final List<String> remarks = new ArrayList<>();

    PastedDialogue(boolean isTlsFromStart) {
        this.isTlsFromStart = isTlsFromStart;
        this.isTls = isTlsFromStart;
    }

    /** Whether a code means that the server does not know the command. */
    static boolean isUnknownCommand(int code) {
        return UNKNOWN_COMMAND.contains(code);
    }

    /** Whether no reply has a place in it yet. */
    boolean isEmpty() {
        return isEmpty;
    }

    /** Whether the server has closed the connection. */
    boolean isClosed() {
        return isClosed;
    }

    /** Takes a sign of TLS; the next list is inside it. */
    void tls() {
        isTls = true;
    }

    /** Takes a command. */
    void command(Command command) {
        isInTransaction |= command == Command.OTHER || command == Command.AUTH;
    }

    /** The dialogue as it was read. */
    PastedTranscript transcript() {
        return new PastedTranscript(
                greeting, ehlo, helo, starttls, ehloTls, isTlsFromStart && greeting != null, remarks);
    }

    /** Whether there is a reply to EHLO or HELO. */
    boolean isAnswered() {
        return ehlo != null || helo != null || ehloTls != null;
    }

    /** Takes a reply to a command. */
    Outcome take(Reply reply, Command answered) {
        Outcome outcome = placed(reply, answered);
        isEmpty &= outcome != Outcome.PLACED;
        return outcome;
    }

    private Outcome placed(Reply reply, Command answered) {
        int code = reply.code();
        boolean isList = hasVerbs(reply);
        if (isClosed && (code != 221 || isList)) {
            return Outcome.BEGINS_ANOTHER;
        }
        if (code == 221) {
            isClosed = !isEmpty;
            return Outcome.IGNORED;
        }
        if (code / 100 == 3 || code == 235) {
            isAuthenticated |= code != 354;
            isInTransaction = true;
            return Outcome.IGNORED;
        }
        if (code == 220 && !isList) {
            return placed220(reply, answered);
        }
        return switch (answered) {
            case EHLO -> answersEhlo(reply);
            case HELO -> answersHelo(reply);
            case STARTTLS -> answersStarttls(reply, isList);
            case AUTH, OTHER -> Outcome.IGNORED;
            case NONE -> placedAlone(reply, isList);
        };
    }

    /** Places a 220 that is no list: a greeting, the reply to STARTTLS, or (of a few servers) the reply to EHLO. */
    private Outcome placed220(Reply reply, Command answered) {
        String text = reply.lines().get(0).text().strip();
        if (answered == Command.STARTTLS) {
            return starttls(reply);
        }
        if (isEmpty) {
            if (ReplyGrammar.hasStatus(text)) {
                return starttls(reply);
            }
            greeting = reply;
            return Outcome.PLACED;
        }
        boolean isOffered = ehlo != null && offersTls(ehlo);
        if (answered != Command.EHLO
                && !isTls
                && (ReplyGrammar.hasStatus(text) || (isOffered && ReplyGrammar.announcesTls(text)))) {
            return starttls(reply);
        }
        boolean mayAnswer =
                greeting != null && greeting.isPositive() && ehlo == null && !ReplyGrammar.looksLikeGreeting(text);
        return mayAnswer && answered == Command.EHLO ? answersEhlo(reply) : Outcome.BEGINS_ANOTHER;
    }

    private Outcome starttls(Reply reply) {
        starttls = reply;
        isTls = true;
        return Outcome.PLACED;
    }

    /** A list that follows STARTTLS without its 220 is not known to be inside TLS. */
    private Outcome answersStarttls(Reply reply, boolean isList) {
        if (isList && ehlo != null) {
            remarks.add("A list follows STARTTLS without the reply 220: it was not read.");
            return Outcome.IGNORED;
        }
        if (isList) {
            return answersEhlo(reply);
        }
        starttls = reply;
        return Outcome.PLACED;
    }

    private Outcome placedAlone(Reply reply, boolean isList) {
        if (isEmpty && !isList && !reply.isPositive() && !UNKNOWN_COMMAND.contains(reply.code())) {
            greeting = reply;
            return Outcome.PLACED;
        }
        Reply list = current();
        boolean isSentence = isEmpty && !isList && reply.isPositive();
        if (isSentence || HELLO_FIRST.matcher(reply.text()).find()) {
            return Outcome.IGNORED;
        }
        if (list == null) {
            return isInTransaction && !isList ? Outcome.IGNORED : answersEhlo(reply);
        }
        if (isTailOf(list, reply)) {
            return Outcome.IGNORED;
        }
        if (isList && reply.lines().size() > 1) {
            return isOfAnotherServer(list, reply) ? Outcome.BEGINS_ANOTHER : answersEhlo(reply);
        }
        if (reply.isPositive() && list.isPermanent() && !isTls && !isInTransaction) {
            return answersHelo(reply);
        }
        return Outcome.IGNORED;
    }

    /** Whether a reply begins with a verb, so that it can be the rest of a list that was cut before. */
    private static boolean isTailOf(Reply list, Reply reply) {
        return list.isPositive()
                && !PastedTranscript.isWhole(list)
                && ReplyGrammar.isVerb(reply.lines().get(0).text());
    }

    /** Whether two lists without commands name two servers. */
    private static boolean isOfAnotherServer(Reply list, Reply other) {
        String one = list.lines().get(0).text().strip();
        String two = other.lines().get(0).text().strip();
        return !list.isPositive()
                || ReplyGrammar.isVerb(one)
                || ReplyGrammar.isVerb(two)
                || !ReplyGrammar.firstWord(one).equalsIgnoreCase(ReplyGrammar.firstWord(two));
    }

    private @Nullable Reply current() {
        return isTls ? ehloTls : ehlo;
    }

    private Outcome answersHelo(Reply reply) {
        if (helo == null || reply.isPositive()) {
            helo = reply;
        }
        return Outcome.PLACED;
    }

    /**
     * Keeps the last list, except that a refusal, a list that is cut, and a list after AUTH replace no whole list; nor
     * does a list without STARTTLS replace one with it.
     */
    private Outcome answersEhlo(Reply reply) {
        Reply before = current();
        boolean isBetter = before == null || !before.isPositive() || !PastedTranscript.isWhole(before);
        if (!isBetter && (!reply.isPositive() || !PastedTranscript.isWhole(reply) || isAuthenticated)) {
            return Outcome.IGNORED;
        }
        if (before != null && !isBetter && !isTls && offersTls(before) && !offersTls(reply)) {
            remarks.add(
                    "A later list has no STARTTLS, and nothing shows whether TLS began before it: it was not read.");
            return Outcome.IGNORED;
        }
        if (isTls) {
            ehloTls = reply;
        } else {
            ehlo = reply;
        }
        return Outcome.PLACED;
    }

    private static boolean hasVerbs(Reply reply) {
        return reply.isPositive()
                && (reply.code() != 220 || reply.lines().size() > 1)
                && reply.lines().stream().anyMatch(line -> ReplyGrammar.isVerb(line.text()));
    }

    private static boolean offersTls(Reply reply) {
        return reply.lines().stream()
                .map(line -> ReplyGrammar.keyword(line.text()))
                .anyMatch(verb -> verb.equals("STARTTLS") || verb.equals("X-ANONYMOUSTLS"));
    }
}

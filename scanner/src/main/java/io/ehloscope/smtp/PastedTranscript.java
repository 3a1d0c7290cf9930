package io.ehloscope.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dialogue as people paste it: with or without the greeting, with what the client said, with marks in front of lines.
 *
 * @param greeting the first reply, where it is a greeting or a refusal to greet
 * @param ehlo the reply to EHLO, positive or not; null where there is none
 * @param ignored lines that are neither, as they were pasted
 */
public record PastedTranscript(
        @Nullable Reply greeting, @Nullable Reply ehlo, List<String> ignored) {

    private static final Pattern MARK =
            Pattern.compile("^\\s*(?:S:|<+-?|Server:|\\[\\d+\\]|\\d+:)?\\s*(?=[1-5]\\d\\d(?:[ -]|$))");
    private static final Pattern CLIENT = Pattern.compile(
            "^\\s*(?:C:|>+|Client:|~~>|->)?\\s*(?:EHLO|HELO|QUIT|STARTTLS|telnet|nc)\\b.*", Pattern.CASE_INSENSITIVE);
    private static final int GOODBYE = 221;

    /** Copies the lines. */
    public PastedTranscript {
        ignored = List.copyOf(ignored);
    }

    /** Reads what was pasted; never fails. */
    public static PastedTranscript read(String text) {
        List<ReplyLine> greeting = new ArrayList<>();
        List<ReplyLine> ehlo = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher mark = MARK.matcher(line);
            ReplyLine reply = ReplyLine.parse(mark.find() ? line.substring(mark.end()) : line.strip());
            if (line.isBlank() || CLIENT.matcher(line).matches() || reply.code() == GOODBYE) {
                continue;
            }
            if (reply.code() == 0) {
                ignored.add(line);
            } else if (ehlo.isEmpty() && isGreeting(reply, greeting)) {
                greeting.add(reply);
            } else {
                ehlo.add(reply);
            }
        }
        return new PastedTranscript(
                greeting.isEmpty() ? null : new Reply(greeting), ehlo.isEmpty() ? null : new Reply(ehlo), ignored);
    }

    /** The first reply greets, or refuses to, unless it is the list itself. */
    private static boolean isGreeting(ReplyLine line, List<ReplyLine> before) {
        if (before.isEmpty()) {
            return line.code() != 250;
        }
        ReplyLine last = before.get(before.size() - 1);
        return !last.isLast() && last.code() == line.code();
    }
}

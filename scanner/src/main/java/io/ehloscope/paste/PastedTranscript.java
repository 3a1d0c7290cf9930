package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One dialogue of a paste.
 *
 * @param greeting the first reply, if it is a greeting or a refusal instead of one; null if there is none
 * @param ehlo the last reply to EHLO before TLS, positive or not; null if there is none
 * @param helo the reply to HELO; null if there is none
 * @param starttls the reply to STARTTLS; null if there is none
 * @param ehloTls the last reply to EHLO inside TLS; null if there is none
 * @param isTlsFromStart whether TLS began before the greeting
 * @param remarks sentences on how the dialogue was read, if that is not obvious
 */
public record PastedTranscript(
        @Nullable Reply greeting,
        @Nullable Reply ehlo,
        @Nullable Reply helo,
        @Nullable Reply starttls,
        @Nullable Reply ehloTls,
        boolean isTlsFromStart,
        List<String> remarks) {

    /** Copies the remarks. */
    public PastedTranscript {
        remarks = List.copyOf(remarks);
    }

    /** The name that the server calls itself, in its greeting or its reply to EHLO; null if it gives none. */
    public @Nullable String host() {
        for (Reply reply : new Reply[] {greeting, ehlo, ehloTls, helo}) {
            String text = reply == null ? "" : reply.lines().get(0).text();
            if (ReplyGrammar.beginsWithHost(text) && text.indexOf('*') < 0) {
                return ReplyGrammar.firstWord(text);
            }
        }
        return null;
    }

    /** Whether there is a reply to EHLO or HELO. */
    boolean isAnswered() {
        return ehlo != null || helo != null || ehloTls != null;
    }

    /** Whether this is only a part of a list: verbs without the beginning and the end of the reply. */
    boolean isFragment() {
        return ehlo != null
                && ehlo.isPositive()
                && !isWhole(ehlo)
                && greeting == null
                && helo == null
                && starttls == null
                && ehloTls == null
                && ReplyGrammar.isVerb(ehlo.lines().get(0).text());
    }

    /** Whether the last line of a reply does not announce another one. */
    static boolean isWhole(Reply reply) {
        return reply.lines().get(reply.lines().size() - 1).isLast();
    }
}

package io.ehloscope.classify;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyTexts;
import io.ehloscope.smtp.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds replies and observations from text. */
public final class Replies {

    private Replies() {}

    /** An EHLO reply with a greeting line and these verbs. */
    public static EhloReply ehlo(String... verbs) {
        return EhloReply.of(ReplyTexts.reply(list(verbs)));
    }

    /** The wire form of an EHLO reply with these verbs; "OK" as the last verb is the Windows terminator. */
    public static String list(String... verbs) {
        StringBuilder text = new StringBuilder("250-mail.example.com Hello [192.0.2.1]");
        for (int i = 0; i < verbs.length; i++) {
            text.append('\n').append(i == verbs.length - 1 ? "250 " : "250-").append(verbs[i]);
        }
        return verbs.length == 0 ? "250 mail.example.com Hello [192.0.2.1]" : text.toString();
    }

    /** The observation of a greeting and of EHLO replies before and inside TLS; each can be null. */
    public static Observation seen(@Nullable String banner, @Nullable EhloReply ehlo, @Nullable EhloReply ehloTls) {
        return new Observation(
                null,
                banner == null ? null : ReplyTexts.reply(banner),
                ehlo,
                null,
                null,
                null,
                ehloTls,
                null,
                Timings.NONE,
                Transcript.EMPTY,
                List.of());
    }

    /** The observation of a server that accepts HELO, and refuses EHLO if there is a refusal. */
    public static Observation helo(@Nullable String banner, @Nullable String refusal) {
        return new Observation(
                null,
                banner == null ? null : ReplyTexts.reply(banner),
                null,
                refusal == null ? null : ReplyTexts.reply(refusal),
                ReplyTexts.reply("250 mail.example.com"),
                null,
                null,
                null,
                Timings.NONE,
                Transcript.EMPTY,
                List.of());
    }

    /** The outcome of a greeting and an EHLO reply if TLS was not tried. */
    public static ProbeOutcome answered(@Nullable String banner, EhloReply ehlo) {
        return new ProbeOutcome.Answered(plain(banner == null ? null : ReplyTexts.reply(banner), ehlo));
    }

    /** The observation of a greeting and an EHLO reply if TLS was not tried. */
    public static Observation plain(@Nullable Reply greeting, EhloReply ehlo) {
        Starttls starttls = ehlo.verbs().has("STARTTLS") ? Starttls.OFFERED : Starttls.NOT_OFFERED;
        return new Observation(
                null, greeting, ehlo, null, null, starttls, null, null, Timings.NONE, Transcript.EMPTY, List.of());
    }
}

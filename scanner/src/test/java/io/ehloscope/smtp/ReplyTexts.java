package io.ehloscope.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parses replies from text, as tests and web pages write them. */
public final class ReplyTexts {

    private ReplyTexts() {}

    /** All lines of a text as one reply, as a dialogue joins unsolicited replies. */
    public static Reply reply(String text) {
        List<ReplyLine> lines = new ArrayList<>();
        ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);
        for (String line : text.lines().toList()) {
            ReplyEvent event = reader.read(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8)));
            if (event instanceof ReplyEvent.Complete complete) {
                lines.addAll(complete.reply().lines());
            } else if (event instanceof ReplyEvent.Violation) {
                lines.add(ReplyLine.parse(line));
                reader = new ReplyReader(ReplyLimits.DEFAULT);
            }
        }
        lines.addAll(reader.unfinished());
        return new Reply(lines);
    }
}

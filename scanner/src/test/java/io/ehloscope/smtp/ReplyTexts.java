package io.ehloscope.smtp;

/** Parses replies from text, as tests and web pages write them. */
public final class ReplyTexts {

    private ReplyTexts() {}

    /** All lines of a text as one reply, whatever their codes and separators, as a paste can have them. */
    public static Reply reply(String text) {
        return new Reply(text.lines()
                .filter(line -> !line.isBlank())
                .map(ReplyLine::parse)
                .toList());
    }
}

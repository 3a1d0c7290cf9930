package io.ehloscope.smtp;

import java.util.List;

/** What {@link ReplyReader} has to say: a whole reply, or why there can be none. */
public sealed interface ReplyEvent {

    /**
     * A reply whose last line has come.
     *
     * @param reply the reply
     */
    record Complete(Reply reply) implements ReplyEvent {}

    /**
     * The bytes are no SMTP reply, or more than is read. The reader is at its end.
     *
     * @param kind what is wrong
     * @param offset how many bytes the reader had taken in, all replies counted
     * @param lines the lines of the unfinished reply, and behind them what was read of the next one
     */
    record Violation(Kind kind, long offset, List<ReplyLine> lines) implements ReplyEvent {
        /** Copies the lines. */
        public Violation {
            lines = List.copyOf(lines);
        }

        /** What is wrong, for a person; the limits are those of the reader. */
        public String sentence(ReplyLimits limits) {
            return switch (kind) {
                case NOT_SMTP -> "what arrived is not an SMTP reply";
                case TLS -> "TLS where plain SMTP was expected";
                case LINE_TOO_LONG -> "a line longer than " + limits.lineBytes() + " bytes";
                case TOO_MANY_LINES -> "a reply of more than " + limits.lines() + " lines";
                case TOO_MANY_BYTES -> "a reply of more than " + limits.bytes() + " bytes";
            };
        }
    }

    /** The ways in which bytes fail to be a reply. */
    enum Kind {
        /** The first line has no reply code. */
        NOT_SMTP,
        /** A TLS record stands where a reply should begin, for example the alert of a server that begins with TLS. */
        TLS,
        /** A line is longer than {@link ReplyLimits#lineBytes()}. */
        LINE_TOO_LONG,
        /** More lines than {@link ReplyLimits#lines()}. */
        TOO_MANY_LINES,
        /** More bytes than {@link ReplyLimits#bytes()}. */
        TOO_MANY_BYTES
    }
}

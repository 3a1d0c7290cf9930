package io.ehloscope.smtp;

import java.util.List;

/** A result of {@link ReplyReader}: a complete reply, or a violation of the grammar or the limits. */
public sealed interface ReplyEvent {

    /**
     * A reply whose last line has arrived.
     *
     * @param reply the reply
     */
    record Complete(Reply reply) implements ReplyEvent {}

    /**
     * The bytes are not an SMTP reply, or exceed the limits. The reader has stopped.
     *
     * @param kind what is wrong
     * @param offset the number of bytes that the reader had taken, all replies counted
     * @param lines the complete lines of the unfinished reply, then the part of the next line that was read
     */
    record Violation(Kind kind, long offset, List<ReplyLine> lines) implements ReplyEvent {
        /** Copies the lines. */
        public Violation {
            lines = List.copyOf(lines);
        }

        /** What is wrong, in a sentence; the limits are those of the reader. */
        public String sentence(ReplyLimits limits) {
            return switch (kind) {
                case NOT_SMTP -> "what arrived is not an SMTP reply";
                case NO_CODE -> "a line without a reply code in the middle of a reply";
                case MIXED_CODES -> "lines with different codes in one reply";
                case TLS -> "TLS where plain SMTP was expected";
                case LINE_TOO_LONG -> "a line longer than " + limits.lineBytes() + " bytes";
                case TOO_MANY_LINES -> "a reply of more than " + limits.lines() + " lines";
                case TOO_MANY_BYTES -> "a reply of more than " + limits.bytes() + " bytes";
            };
        }
    }

    /** The kinds of violations. */
    enum Kind {
        /** The first line has no reply code, or a line has neither a blank nor a hyphen after its code. */
        NOT_SMTP,
        /** A line inside a reply has no code, and is not blank. */
        NO_CODE,
        /** Two lines of one reply have different codes (RFC 5321 section 4.2.1 forbids it). */
        MIXED_CODES,
        /** A TLS record where a reply should begin, for example the alert of a server that begins with TLS. */
        TLS,
        /** A line is longer than {@link ReplyLimits#lineBytes()}. */
        LINE_TOO_LONG,
        /** More lines than {@link ReplyLimits#lines()}. */
        TOO_MANY_LINES,
        /** More bytes than {@link ReplyLimits#bytes()}. */
        TOO_MANY_BYTES;

        /** Whether the bytes may be SMTP, but exceed a limit. */
        public boolean isTooLarge() {
            return this == LINE_TOO_LONG || this == TOO_MANY_LINES || this == TOO_MANY_BYTES;
        }
    }
}

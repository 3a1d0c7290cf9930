package io.ehloscope.smtp;

/**
 * How much of one reply is read before it is called too large. RFC 5321 section 4.5.3.1.5 asks for 512 bytes a line;
 * real greetings are longer, so the default is generous and still small enough that all that is kept of one dialogue, held
 * as text, stays below 64 KiB.
 *
 * @param lineBytes bytes of one line, its line end not counted
 * @param lines lines of one reply
 * @param bytes bytes of one reply, line ends counted
 */
public record ReplyLimits(int lineBytes, int lines, int bytes) {

    /** 2 KiB a line, 128 lines, 8 KiB a reply. No published transcript has more than 20. */
    public static final ReplyLimits DEFAULT = new ReplyLimits(2_048, 128, 8_192);

    /** Refuses bounds below one. */
    public ReplyLimits {
        if (lineBytes < 1 || lines < 1 || bytes < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }
}

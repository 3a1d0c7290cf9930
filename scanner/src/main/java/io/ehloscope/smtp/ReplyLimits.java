package io.ehloscope.smtp;

/**
 * How much of one reply is read before it counts as too large. RFC 5321 section 4.5.3.1.5 limits a line to 512 bytes;
 * real greetings are longer. The default allows for them, and everything that is kept of one dialogue, as text, stays
 * below 64 KiB.
 *
 * @param lineBytes bytes of one line, without its line end
 * @param lines lines of one reply
 * @param bytes bytes of one reply, line ends included
 */
public record ReplyLimits(int lineBytes, int lines, int bytes) {

    /** 2 KiB for each line; 128 lines and 8 KiB for each reply. No published transcript has more than 20 lines. */
    public static final ReplyLimits DEFAULT = new ReplyLimits(2_048, 128, 8_192);

    /** Rejects limits below one. */
    public ReplyLimits {
        if (lineBytes < 1 || lines < 1 || bytes < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }
}

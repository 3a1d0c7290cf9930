package io.ehloscope.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into replies, incrementally and within {@link ReplyLimits} (RFC 5321 section 4.2.1).
 *
 * <p>A reply ends with the first line whose code is followed by a blank or by nothing. The bytes after it belong to the
 * next reply. Whether that reply continues the previous one (for a server that writes {@code 250 } in the middle of a
 * list) is decided by the dialogue, not by the grammar. So the same bytes give the same events, whatever the chunks.
 *
 * <p>Tolerated because servers send it: a bare LF as line end, blank lines before and inside a reply, and the greeting
 * that PIX rewrote to {@code 220****}. Everything else that breaks the grammar is a violation: a line without a code,
 * a code without a separator ({@code 220OK}, {@code 200:Ok}), different codes within one reply. Such a server does not
 * speak SMTP, and to guess its verbs would invent them. Text is UTF-8 if it is valid UTF-8, else ISO-8859-1. No input
 * makes this class throw; it holds at most {@link ReplyLimits#bytes()} of one reply.
 *
 * <p>Not thread-safe: one reader belongs to one connection.
 */
public final class ReplyReader {

    private static final int FIRST_LINE_CAPACITY = 128;

    /** RFC 8446 section 5.1: a record begins with its type, 20 to 23, and a version from 3.0 (SSL 3.0) to 3.4. */
    private static final int TLS_PREFIX = 3;

    private final ReplyLimits limits;
    private final List<ReplyLine> lines = new ArrayList<>(16);
    private final List<ReplyLine> readOnlyLines = Collections.unmodifiableList(lines);
    private byte[] line;
    private int lineLength;
    private int replyBytes;
    private long offset;
    private boolean skipsStars;
    private ReplyEvent.@Nullable Violation violation;

    /** A reader at the start of a connection. */
    public ReplyReader(ReplyLimits limits) {
        this.limits = limits;
        this.line = new byte[Math.min(FIRST_LINE_CAPACITY, limits.lineBytes() + 1)];
    }

    /**
     * Takes bytes up to the end of the next reply, and no further.
     *
     * @param in its position moves behind the bytes that were taken
     * @return a reply or a violation, or null if all bytes were taken and more are needed. After a violation, every
     *     call returns it and takes nothing
     */
    public @Nullable ReplyEvent read(ByteBuffer in) {
        while (violation == null && in.hasRemaining()) {
            takeRestOfLine(in);
            if (!in.hasRemaining()) {
                break;
            }
            byte b = in.get();
            offset++;
            if (++replyBytes > limits.bytes()) {
                return fail(ReplyEvent.Kind.TOO_MANY_BYTES);
            }
            if (b != '\n') {
                if (!append(b)) {
                    return fail(ReplyEvent.Kind.LINE_TOO_LONG);
                }
                if (lineLength == TLS_PREFIX && beginsLikeTls()) {
                    return fail(ReplyEvent.Kind.TLS);
                }
                continue;
            }
            ReplyEvent event = endOfLine();
            if (event != null) {
                return event;
            }
        }
        return violation;
    }

    /** Whether part of a reply has arrived, but not its end. */
    public boolean isMidReply() {
        return lineLength > 0 || !lines.isEmpty();
    }

    /** A view of the complete lines of the unfinished reply; empty where a reply begins. Valid until the next call. */
    public List<ReplyLine> completeLines() {
        return readOnlyLines;
    }

    /** The complete lines of the unfinished reply, then the part of the next line that has arrived. */
    public List<ReplyLine> unfinished() {
        List<ReplyLine> all = new ArrayList<>(lines);
        if (lineLength > 0) {
            all.add(ReplyLine.parse(text()));
        }
        return List.copyOf(all);
    }

    /**
     * Sets whether lines of asterisks, 2, 0, and blanks are skipped where a reply should begin. PIX makes such a line
     * of the second line of a greeting, whose code it replaces with asterisks (KB 320027).
     */
    public void skipStars(boolean whether) {
        skipsStars = whether;
    }

    /** The number of bytes taken since the connection began. */
    public long offset() {
        return offset;
    }

    private @Nullable ReplyEvent endOfLine() {
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
        if (lineLength > limits.lineBytes()) {
            return fail(ReplyEvent.Kind.LINE_TOO_LONG);
        }
        if (lines.isEmpty() && (lineLength == 0 || (skipsStars && isStars()))) {
            lineLength = 0;
            return null;
        }
        ReplyLine parsed = ReplyLine.parse(text());
        lineLength = 0;
        if (lines.size() == limits.lines()) {
            return fail(ReplyEvent.Kind.TOO_MANY_LINES);
        }
        lines.add(parsed);
        ReplyEvent.Kind broken = broken(parsed);
        if (broken != null) {
            return fail(broken);
        }
        if (!parsed.isLast()) {
            return null;
        }
        ReplyEvent complete = new ReplyEvent.Complete(new Reply(lines));
        reset();
        return complete;
    }

    /** How the line that was added last breaks the grammar; null if it does not. */
    private ReplyEvent.@Nullable Kind broken(ReplyLine added) {
        if (added.code() == 0) {
            boolean first = lines.size() == 1;
            return !first && added.raw().isBlank() ? null : first ? ReplyEvent.Kind.NOT_SMTP : ReplyEvent.Kind.NO_CODE;
        }
        if (added.code() != lines.get(0).code()) {
            return ReplyEvent.Kind.MIXED_CODES;
        }
        return added.separator() == ReplyLine.Separator.MISSING && !added.isStarred() ? ReplyEvent.Kind.NOT_SMTP : null;
    }

    /** Copies the bytes up to the end of the line in one operation, as far as the buffer and the limits allow. */
    private void takeRestOfLine(ByteBuffer in) {
        if (lineLength < TLS_PREFIX && (lineLength == 0 ? isTlsType(in.get(in.position())) : beginsLikeTls())) {
            return; // byte by byte, so that the third byte is checked whatever the chunks
        }
        int most = Math.min(in.remaining(), Math.min(line.length - lineLength, limits.bytes() - replyBytes));
        in.get(in.position(), line, lineLength, most);
        int taken = 0;
        while (taken < most && line[lineLength + taken] != '\n') {
            taken++;
        }
        in.position(in.position() + taken);
        lineLength += taken;
        replyBytes += taken;
        offset += taken;
    }

    private boolean beginsLikeTls() {
        return lines.isEmpty()
                && isTlsType(line[0])
                && (lineLength < 2 || line[1] == 3)
                && (lineLength < TLS_PREFIX || (line[2] >= 0 && line[2] <= 4));
    }

    private static boolean isTlsType(byte b) {
        return b >= 20 && b <= 23;
    }

    /** Keeps one byte more than the limit, because a carriage return at the end does not count. */
    private boolean append(byte b) {
        if (lineLength > limits.lineBytes()) {
            return false;
        }
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, Math.min(line.length * 2, limits.lineBytes() + 1));
        }
        line[lineLength++] = b;
        return true;
    }

    private boolean isStars() {
        boolean starred = false;
        for (int i = 0; i < lineLength; i++) {
            if (line[i] != '*' && line[i] != '2' && line[i] != '0' && line[i] != ' ') {
                return false;
            }
            starred |= line[i] == '*';
        }
        return starred;
    }

    private String text() {
        for (int i = 0; i < lineLength; i++) {
            if (line[i] < 0) {
                return beyondAscii();
            }
        }
        return new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
    }

    private String beyondAscii() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, lineLength))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
        }
    }

    private ReplyEvent fail(ReplyEvent.Kind kind) {
        lineLength = lines.size() < limits.lines() ? Math.min(lineLength, limits.lineBytes()) : 0;
        violation = new ReplyEvent.Violation(kind, offset, unfinished());
        reset();
        return violation;
    }

    private void reset() {
        lines.clear();
        lineLength = 0;
        replyBytes = 0;
    }
}

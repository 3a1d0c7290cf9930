package io.ehloscope.storage;

import io.ehloscope.classify.Findings;
import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.TargetState;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import io.ehloscope.snapshot.Snapshot;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A snapshot on disk: gzip-compressed lines of JSON. The first line is a header. One line for each target follows, then
 * one line for each target of the scan to compare with, then an end line. The file is replaced atomically, so a reader
 * always finds either the old or the new file. A file of version 1 has no scan to compare with; a file of version 2 has no findings, which
 * are found again from what it holds. Not thread-safe; the
 * user of this class holds the {@link StorageLock} of the directory.
 */
public final class SnapshotFile {

    /** The version of the format. Files of later versions are not read. */
    static final int VERSION = 3;

    private static final int FIRST_WITH_FINDINGS = 3;

    private static final String FORMAT = "ehloscope-snapshot";
    private static final String NAME = "snapshot.json.gz";
    private static final int BUFFER = 65_536;

    private final Path file;
    private final Path temporary;
    private final SnapshotJson json = new SnapshotJson();

    /** Creates the access to the file in this directory. */
    public SnapshotFile(Path directory) {
        this.file = directory.resolve(NAME);
        this.temporary = directory.resolve(NAME + ".new");
    }

    /**
     * The first line.
     *
     * @param format {@code ehloscope-snapshot}
     * @param version of the format
     * @param header of the whole scan
     * @param summary of the whole scan
     * @param since when the scan to compare with began; null if there is none
     */
    record Head(
            String format,
            int version,
            ScanHeader header,
            ScanSummary summary,
            @Nullable Instant since) {}

    /**
     * The part of the first line that every version has.
     *
     * @param format {@code ehloscope-snapshot}
     * @param version of the format
     */
    record Kind(@Nullable String format, int version) {}

    /**
     * One target.
     *
     * @param result its current result
     * @param lastAnswer when it last answered; null if it never did
     * @param exchanger whether it is an MX host that replaces its domain
     */
    record Line(TargetResult result, @Nullable Instant lastAnswer, boolean exchanger) {}

    /**
     * One target of the scan to compare with.
     *
     * @param before the state to compare with
     */
    record Before(TargetState before) {}

    /**
     * The last line; a file without it is incomplete.
     *
     * @param end the number of targets before it
     */
    record End(int end) {}

    /** Replaces the file with this snapshot. */
    public void write(Snapshot snapshot) throws IOException {
        ScanResult scan = snapshot.scan();
        Files.deleteIfExists(temporary); // it may be of any type, such as a pipe that no program reads
        // Not a channel: an interrupt of the thread would close it, and the service interrupts the thread when it ends.
        try (FileOutputStream stream = new FileOutputStream(temporary.toFile())) {
            GZIPOutputStream gzip = new GZIPOutputStream(stream, BUFFER);
            Writer out = new BufferedWriter(new OutputStreamWriter(gzip, StandardCharsets.UTF_8), BUFFER);
            Baseline before = snapshot.before();
            line(out, new Head(FORMAT, VERSION, scan.header(), scan.summary(), before.since()));
            for (TargetResult each : scan.results()) {
                String id = each.target().id();
                line(
                        out,
                        new Line(
                                each,
                                snapshot.lastAnswers().get(id),
                                snapshot.exchangers().contains(id)));
            }
            for (TargetState each : before.targets()) {
                line(out, new Before(each));
            }
            line(out, new End(scan.results().size()));
            out.flush();
            gzip.finish();
            stream.getFD().sync();
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory();
    }

    private void line(Writer out, Object value) throws IOException {
        out.write(json.text(value));
        out.write('\n');
    }

    /**
     * Reads the last snapshot and adapts it to this plan; null if there is none.
     *
     * @param findings finds what is wrong with the targets of a file that has no findings
     * @throws UnreadableSnapshotException if the file is unusable; it is moved aside, so that the next snapshot can be
     *     written
     */
    public @Nullable Snapshot read(Plan plan, Findings findings) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        if (!Files.isRegularFile(file)) {
            throw moveAside("it is not a regular file");
        }
        try (SnapshotLines in = SnapshotLines.open(file)) {
            return read(in, findings).under(plan);
        } catch (IOException | JacksonException e) {
            throw moveAside("it is damaged: " + firstLine(e));
        } catch (ForeignException e) {
            throw moveAside(String.valueOf(e.getMessage()));
        }
    }

    private Snapshot read(SnapshotLines in, Findings findings) throws IOException {
        String first = in.next();
        Kind kind = json.value(first == null ? "" : first, Kind.class);
        if (!FORMAT.equals(kind.format())) {
            throw new ForeignException("it is not a snapshot of this program");
        }
        if (kind.version() > VERSION) {
            throw new ForeignException("a later version of this program wrote it (format " + kind.version()
                    + "; this one knows " + VERSION + ")");
        }
        Head head = json.value(String.valueOf(first), Head.class);
        return new SnapshotBody(in, json, head.version() < FIRST_WITH_FINDINGS ? findings : null).read(head);
    }

    private UnreadableSnapshotException moveAside(String why) {
        Path aside = file.resolveSibling(NAME + ".unreadable");
        for (int i = 2; Files.isDirectory(aside); i++) { // a move cannot replace a directory
            aside = file.resolveSibling(NAME + ".unreadable-" + i);
        }
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return new UnreadableSnapshotException(file, why + "; it was moved to " + aside);
        } catch (IOException e) {
            return new UnreadableSnapshotException(file, why + "; it cannot be moved aside: " + e.getMessage());
        }
    }

    private static String firstLine(Exception e) {
        String message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    /** Syncs the directory, so that the new name survives a power failure, if the system supports it. */
    private void syncDirectory() {
        try (FileChannel channel = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system can open a directory; the file is complete in any case.
        }
    }

    /** A file that this program did not write, or that a later version wrote. */
    private static final class ForeignException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ForeignException(String message) {
            super(message);
        }
    }
}

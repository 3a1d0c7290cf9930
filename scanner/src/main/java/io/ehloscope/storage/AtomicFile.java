package io.ehloscope.storage;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that appears completely or not at all. New content goes to a temporary file beside it; {@link #commit}
 * atomically replaces the file with it. Closing without a commit deletes the temporary file and leaves the old file.
 * The new file keeps the permissions of the file it replaces; a symbolic link is followed, and stays.
 *
 * <p>A file that is not regular (a device, a pipe, {@code /dev/stdout}) cannot be replaced and is written directly.
 *
 * <p>Every {@link IOException}, including those of the writer, names the path and states the cause.
 */
public final class AtomicFile implements Closeable {

    /** The permissions of a new file: everything that the umask allows. */
    private static final Set<PosixFilePermission> NEW_FILE = PosixFilePermissions.fromString("rw-rw-rw-");

    private static final int BUFFER = 65_536;

    private final Path path;
    private final Path target;
    private final Path written;
    private final FileOutputStream stream;
    private final Writer writer;
    private boolean closed;

    private AtomicFile(Path path, Path target, Path written) throws IOException {
        this.path = path;
        this.target = target;
        this.written = written;
        // Not a channel: an interrupt would close it during a write.
        this.stream = new FileOutputStream(written.toFile(), isDirect());
        this.writer = new NamingWriter(
                new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), BUFFER), path);
    }

    /**
     * Opens a file for writing.
     *
     * @throws IOException if the file could not be replaced at the end
     */
    public static AtomicFile open(Path path) throws IOException {
        try {
            if (Files.isDirectory(path)) {
                throw new FileSystemException(path.toString(), null, "it is a directory");
            }
            if (isSpecial(path)) {
                return new AtomicFile(path, path, path);
            }
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            return replacing(path, target);
        } catch (IOException e) {
            throw new NamedException(path, e);
        }
    }

    /** The writer of the new content, in UTF-8. Closing it does not close the file. */
    public Writer writer() {
        return writer;
    }

    /** Replaces the content of the file, on disk. On an error the old file stays. */
    public void commit() throws IOException {
        writer.flush();
        try {
            if (isDirect()) {
                stream.close();
            } else {
                stream.getFD().sync();
                stream.close();
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
                syncDirectory();
            }
            closed = true;
        } catch (IOException e) {
            throw new NamedException(path, e);
        }
    }

    /** Without a commit, discards the new content and leaves the old file. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stream.close();
        } finally {
            if (!isDirect()) {
                Files.deleteIfExists(written);
            }
        }
    }

    private boolean isDirect() {
        return written.equals(target);
    }

    private static AtomicFile replacing(Path path, Path target) throws IOException {
        boolean exists = Files.exists(target);
        if (exists && !Files.isWritable(target)) {
            throw new AccessDeniedException(target.toString());
        }
        Path directory = target.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new FileSystemException(target.toString(), null, "no such directory: " + directory);
        }
        Path temporary = temporary(directory, target, exists);
        try {
            return new AtomicFile(path, target, temporary);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private static Path temporary(Path directory, Path target, boolean exists) throws IOException {
        String prefix = "." + target.getFileName() + ".";
        if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) == null) {
            return Files.createTempFile(directory, prefix, ".tmp");
        }
        Set<PosixFilePermission> permissions = exists ? Files.getPosixFilePermissions(target) : NEW_FILE;
        FileAttribute<?> attribute = PosixFilePermissions.asFileAttribute(permissions);
        Path temporary = Files.createTempFile(directory, prefix, ".tmp", attribute);
        if (exists) {
            Files.setPosixFilePermissions(temporary, permissions); // restore what the umask removed
        }
        return temporary;
    }

    /** {@code /dev/stdout} may refer to a regular file that the shell opened and that must not be replaced. */
    private static boolean isSpecial(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        boolean device = absolute.startsWith("/dev") || absolute.startsWith("/proc");
        return Files.exists(path) && (device || !Files.isRegularFile(path));
    }

    /** Syncs the directory, so that the new name survives a power failure, if the system supports it. */
    private void syncDirectory() {
        Path directory = target.getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system can open a directory; the file is complete in any case.
        }
    }
}

package io.ehloscope.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Locks a data directory for one process. It is a lock of the operating system, which ends with the process in any
 * case, so files that stay behind do not lock out another process. The files contain the id of the process.
 *
 * <p>A lock belongs to a file, not to its name: if someone deletes the locked file, another process can create and lock
 * a new one. So there are two files, and a process must lock both. {@link #check} creates and locks deleted ones again.
 */
public final class StorageLock implements AutoCloseable {

    private static final String NAME = "ehloscope.lock";
    private static final String SECOND = ".ehloscope.lock";
    private static final int MAX_TEXT_BYTES = 1024;
    private static final int ATTEMPTS = 10;

    private final Path directory;
    private @Nullable Guard first;
    private @Nullable Guard second;

    private StorageLock(Path directory, Guard first, Guard second) {
        this.directory = directory;
        this.first = first;
        this.second = second;
    }

    /** The result of a check. */
    public enum State {
        /** The process still holds the lock. */
        HELD,
        /** A file was deleted, and is created and locked again. */
        RESTORED,
        /** Another process holds the lock, or the directory is unusable. */
        LOST
    }

    /** A locked file, with the identity of the file when it was locked. */
    private record Guard(
            Path file,
            FileChannel channel,
            FileLock lock,
            @Nullable Object key) {

        boolean isIntact() {
            try {
                return Objects.equals(key, fileKey(file));
            } catch (IOException e) {
                return false;
            }
        }

        void release() {
            try {
                lock.release();
                channel.close();
            } catch (IOException e) {
                // The lock ends with the process at the latest.
            }
        }
    }

    /** Another process has locked the file. The message is the content of the file. */
    private static final class TakenException extends Exception {
        private static final long serialVersionUID = 1L;

        TakenException(String holder) {
            super(holder);
        }
    }

    /**
     * Locks the directory, and creates it if it is missing.
     *
     * @param directory the storage path
     * @throws StorageException if another process holds the lock, or the directory is unusable
     */
    public static StorageLock take(Path directory) {
        Guard second = null;
        try {
            Files.createDirectories(directory);
            second = guard(directory.resolve(SECOND));
            return new StorageLock(directory, guard(directory.resolve(NAME)), second);
        } catch (TakenException e) {
            release(second);
            String holder = String.valueOf(e.getMessage());
            throw new StorageException(directory + " is in use by another ehloscope"
                    + (holder.isEmpty() ? "" : " (" + holder + ")") + "; give each its own --storage.path");
        } catch (IOException e) {
            release(second);
            throw new StorageException(directory + " cannot be used for storage: " + reason(e));
        }
    }

    /** Checks whether the files are still the locked ones; creates and locks deleted files again. */
    public synchronized State check() {
        Guard one = relock(second, SECOND);
        Guard two = relock(first, NAME);
        boolean same = Objects.equals(one, second) && Objects.equals(two, first);
        second = one;
        first = two;
        if (one == null && two == null) {
            return State.LOST;
        }
        return same ? State.HELD : State.RESTORED;
    }

    private @Nullable Guard relock(@Nullable Guard guard, String name) {
        if (guard != null && guard.isIntact()) {
            return guard;
        }
        release(guard);
        try {
            Files.createDirectories(directory);
            return guard(directory.resolve(name));
        } catch (TakenException | IOException e) {
            return null;
        }
    }

    @Override
    public synchronized void close() {
        release(first);
        release(second);
    }

    private static Guard guard(Path file) throws IOException, TakenException {
        for (int i = 0; i < ATTEMPTS; i++) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = text(channel);
                channel.close();
                throw new TakenException(holder);
            }
            Guard guard = new Guard(file, channel, lock, fileKey(file));
            if (isUnderItsName(guard)) {
                return guard;
            }
            guard.release();
        }
        throw new IOException(file + " is deleted again and again");
    }

    /**
     * Writes the process id into the file, and returns whether the content appears under its name: if so, nothing has
     * replaced the file meanwhile.
     */
    private static boolean isUnderItsName(Guard guard) throws IOException {
        byte[] holder = ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
        guard.channel().truncate(0);
        boolean empties = size(guard.file()) == 0;
        guard.channel().write(ByteBuffer.wrap(holder), 0);
        return empties && size(guard.file()) == holder.length && guard.isIntact();
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : -1;
    }

    private static @Nullable Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static void release(@Nullable Guard guard) {
        if (guard != null) {
            guard.release();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException alreadyOurs) {
            return null;
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_TEXT_BYTES);
        channel.read(bytes, 0);
        bytes.flip();
        return StandardCharsets.UTF_8.decode(bytes).toString().strip();
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof java.nio.file.FileAlreadyExistsException) {
            return "it is not a directory";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}

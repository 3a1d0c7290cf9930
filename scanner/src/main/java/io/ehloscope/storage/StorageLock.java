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
 * Makes a directory of data one process's own. The lock is the system's: it goes with the process, however that ends, and
 * the files that stay behind lock no other process out. They say which process has them.
 *
 * <p>A lock belongs to a file, not to its name: who deletes the file of a lock lets another process make and lock a new one.
 * So there are two files, both of which a process must have, and {@link #check} makes and locks again what was deleted.
 */
public final class StorageLock implements AutoCloseable {

    private static final String NAME = "ehloscope.lock";
    private static final String SECOND = ".ehloscope.lock";
    private static final int MOST_TEXT = 1024;
    private static final int ATTEMPTS = 10;

    private final Path directory;
    private @Nullable Guard first;
    private @Nullable Guard second;

    private StorageLock(Path directory, Guard first, Guard second) {
        this.directory = directory;
        this.first = first;
        this.second = second;
    }

    /** What a check found. */
    public enum State {
        /** The directory is this process's own, as before. */
        HELD,
        /** A file was deleted, and is made and locked again. */
        RESTORED,
        /** Another process has locked the directory, or it cannot be used at all. */
        LOST
    }

    /** A locked file, and which file that was when it was locked. */
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
                // The lock goes with the process at the latest.
            }
        }
    }

    /** A file that another process has locked. */
    private static final class TakenException extends Exception {
        private static final long serialVersionUID = 1L;

        TakenException(String holder) {
            super(holder);
        }
    }

    /**
     * Takes the directory, which is made where it is not there.
     *
     * @param directory the storage path
     * @throws StorageException where that cannot be done
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

    /** Looks whether the files are still those that were locked, and makes and locks deleted ones again. */
    public synchronized State check() {
        Guard one = again(second, SECOND);
        Guard two = again(first, NAME);
        boolean same = Objects.equals(one, second) && Objects.equals(two, first);
        second = one;
        first = two;
        if (one == null && two == null) {
            return State.LOST;
        }
        return same ? State.HELD : State.RESTORED;
    }

    private @Nullable Guard again(@Nullable Guard guard, String name) {
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
            if (isNamed(guard)) {
                return guard;
            }
            guard.release();
        }
        throw new IOException(file + " is deleted again and again");
    }

    /** Puts the process into the file; whether that is seen under its name, so that nothing has replaced it meanwhile. */
    private static boolean isNamed(Guard guard) throws IOException {
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
        ByteBuffer bytes = ByteBuffer.allocate(MOST_TEXT);
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

package io.ehloscope.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Makes a directory of data one process's own. The lock is the system's: it goes with the process, however that ends, and
 * the file that stays behind locks nobody out. The file says who holds it.
 */
public final class StorageLock implements AutoCloseable {

    private static final String NAME = "ehloscope.lock";
    private static final int MOST_TEXT = 1024;

    private final FileChannel channel;
    private final FileLock lock;

    private StorageLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the directory, which is made where it is not there.
     *
     * @param directory the storage path
     * @throws StorageException where that cannot be done
     */
    public static StorageLock take(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = text(channel);
                channel.close();
                throw new StorageException(directory + " is in use by another ehloscope"
                        + (holder.isEmpty() ? "" : " (" + holder + ")") + "; give each its own --storage.path");
            }
            StorageLock taken = new StorageLock(channel, lock);
            taken.says("process " + ProcessHandle.current().pid());
            return taken;
        } catch (IOException e) {
            throw new StorageException(directory + " cannot be used for storage: " + reason(e));
        }
    }

    /** Puts a few words on who holds it into the file, for those who come second. */
    private void says(String holder) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
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

package io.ehloscope.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An exclusive lock on a resource of the machine, across JVMs; held until it is closed. */
final class MachineLock implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(50);

    private final FileChannel channel;

    private MachineLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock, at most three minutes. The lock file is never deleted: a new file of the same name would be a
     * second lock.
     */
    static MachineLock acquire(String name) throws IOException {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "ehloscope-" + name + ".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (lock(channel) == null) {
            if (System.nanoTime() - end >= 0) {
                channel.close();
                throw new AssertionError("Others hold " + file + " for longer than " + PATIENCE + ".");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return new MachineLock(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another test of this JVM holds it
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

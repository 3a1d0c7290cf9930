package io.ehloscope.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Detects file changes by polling the size, the modification time and the file key of each file, symbolic links
 * followed. Polling also detects editors that replace a file, volumes that switch a link, and changes on network file
 * systems, for which the operating system sends no notification.
 */
public final class FileWatch {

    /** The polling interval. A change counts once the files have been stable for one interval. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private final Supplier<? extends Set<Path>> files;
    private final boolean countsNew;
    private Map<Path, String> settled;
    private Map<Path, String> last;

    /** Watches the files that the supplier returns at each poll; polls once in this constructor. */
    public FileWatch(Supplier<? extends Set<Path>> files) {
        this(files, false);
    }

    private FileWatch(Supplier<? extends Set<Path>> files, boolean countsNew) {
        this.files = files;
        this.countsNew = countsNew;
        this.settled = poll();
        this.last = settled;
    }

    /** Watches the files that match globs: a file that the supplier returns for the first time has changed, too. */
    public static FileWatch ofMatches(Supplier<? extends Set<Path>> files) {
        return new FileWatch(files, true);
    }

    /**
     * Emits when files have changed since the first poll and have then been stable for one {@link #PERIOD}. A file that
     * was deleted has changed. For one subscriber.
     *
     * @param scheduler polls the files; may block
     */
    public Flux<Boolean> changes(Scheduler scheduler) {
        return Flux.interval(PERIOD, PERIOD, scheduler)
                .onBackpressureDrop()
                .filter(tick -> isChanged())
                .map(tick -> true);
    }

    /**
     * Runs {@code read} and makes the state of the files before it the baseline for later polls. A file that is watched
     * only since {@code read} gets its state after {@code read} as its baseline.
     */
    public synchronized <T> T reading(Supplier<T> read) {
        Map<Path, String> before = poll();
        try {
            return read.get();
        } finally {
            Map<Path, String> after = poll();
            after.replaceAll((file, state) -> before.getOrDefault(file, state));
            settled = countsNew ? before : after;
            last = settled;
        }
    }

    private synchronized boolean isChanged() {
        Map<Path, String> now = poll();
        boolean isStable = now.equals(last);
        last = now;
        if (!isStable || now.equals(settled)) {
            return false;
        }
        boolean isChanged = countsNew || differsFrom(settled, now);
        settled = now;
        return isChanged;
    }

    /** A file that was not watched before has not changed. */
    private static boolean differsFrom(Map<Path, String> before, Map<Path, String> now) {
        return now.entrySet().stream()
                .anyMatch(each -> !each.getValue().equals(before.getOrDefault(each.getKey(), each.getValue())));
    }

    private Map<Path, String> poll() {
        Map<Path, String> all = new HashMap<>();
        files.get().forEach(file -> all.put(file, state(file)));
        return all;
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "absent";
        }
    }
}

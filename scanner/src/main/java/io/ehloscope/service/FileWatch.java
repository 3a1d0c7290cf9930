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
 * Notices that files changed, by looking at them: their size, time and identity, symbolic links followed. That works the
 * same for editors that replace a file, for volumes whose links are switched over, and on file systems of other machines,
 * where the system tells nobody of changes.
 */
public final class FileWatch {

    /** How often the files are looked at. A change counts once it has stood still for as long. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private final Supplier<Set<Path>> files;
    private Map<Path, String> settled;
    private Map<Path, String> last;

    /** Watches whatever files are named at each look, the first of which is now. */
    public FileWatch(Supplier<Set<Path>> files) {
        this.files = files;
        this.settled = look();
        this.last = settled;
    }

    /**
     * Emits when files have changed since the first look, and then stood still for a period; a file that vanished has changed,
     * too. For one subscriber.
     *
     * @param looker where files are looked at; may block
     */
    public Flux<Boolean> changes(Scheduler looker) {
        return Flux.interval(PERIOD, PERIOD, looker)
                .onBackpressureDrop()
                .filter(tick -> isChanged())
                .map(tick -> true);
    }

    /**
     * Reads the files; what they were before that is what later looks are held against, for those also that only the
     * reading made known.
     */
    public synchronized <T> T reading(Supplier<T> read) {
        Map<Path, String> before = look();
        try {
            return read.get();
        } finally {
            Map<Path, String> after = look();
            after.replaceAll((file, state) -> before.getOrDefault(file, state));
            settled = after;
            last = after;
        }
    }

    private synchronized boolean isChanged() {
        Map<Path, String> now = look();
        boolean still = now.equals(last);
        last = now;
        if (!still || now.equals(settled)) {
            return false;
        }
        boolean isChanged = differsFrom(settled, now);
        settled = now;
        return isChanged;
    }

    /** A file that was not watched before has not changed. */
    private static boolean differsFrom(Map<Path, String> before, Map<Path, String> now) {
        return now.entrySet().stream()
                .anyMatch(each -> !each.getValue().equals(before.getOrDefault(each.getKey(), each.getValue())));
    }

    private Map<Path, String> look() {
        Map<Path, String> all = new HashMap<>();
        files.get().forEach(file -> all.put(file, state(file)));
        return all;
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return seen.size() + " " + seen.lastModifiedTime() + " " + seen.fileKey();
        } catch (IOException e) {
            return "absent";
        }
    }
}

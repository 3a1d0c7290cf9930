package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The resources that the service uses after a number of scans.
 *
 * @param scan the number of scans
 * @param heap the live heap after a full collection, in bytes
 * @param resident the resident memory of the process, in bytes
 * @param threads the number of threads
 * @param descriptors the number of open file descriptors
 * @param snapshot the size of the snapshot file, in bytes
 * @param history the size of the history files, in bytes
 */
record ResourceUsage(int scan, long heap, long resident, int threads, int descriptors, long snapshot, long history) {

    /** The growth of heap and files that is allowed, in bytes, for tables and caches that are not full yet. */
    private static final long SLACK = 8L << 20;

    /** Runs two full collections in a process, so that the next measurement counts only live objects. */
    static void collectGarbage(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (int i = 0; i < 2; i++) {
            assertThat(ProcessResult.run(List.of(jcmd, Long.toString(pid), "GC.run"))
                            .exitCode())
                    .isZero();
        }
    }

    /**
     * Measures a service.
     *
     * @param metrics its {@code /metrics} after {@link #collectGarbage}
     * @param state its storage path
     */
    static ResourceUsage of(long pid, int scan, String metrics, Path state) throws IOException {
        long resident = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElse(0);
        return new ResourceUsage(
                scan,
                (long) value(metrics, "jvm_gc_live_data_size_bytes"),
                resident,
                (int) value(metrics, "jvm_threads_live_threads"),
                (int) value(metrics, "process_files_open_files"),
                Files.size(state.resolve("snapshot.json.gz")),
                history(state));
    }

    /** The value of a series in an exposition; 0 if it is missing. */
    static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** The size of all history files, in bytes. */
    private static long history(Path state) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(state, "history*")) {
            for (Path file : files) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /**
     * Fails if resources leak: the minimum of the last quarter must not exceed the maximum of the second quarter.
     *
     * @param descriptors the allowed growth of open files, because dialogues can be in progress
     */
    static void check(List<ResourceUsage> all, long descriptors) {
        int quarter = all.size() / 4;
        List<ResourceUsage> early = all.subList(quarter, Math.max(quarter + 1, all.size() / 2));
        List<ResourceUsage> late = all.subList(all.size() - Math.max(1, quarter), all.size());
        check("heap", all, early, late, ResourceUsage::heap, SLACK);
        check("threads", all, early, late, ResourceUsage::threads, 2);
        check("descriptors", all, early, late, ResourceUsage::descriptors, descriptors);
        check("snapshot", all, early, late, ResourceUsage::snapshot, SLACK);
        check("history", all, early, late, ResourceUsage::history, SLACK);
    }

    private static void check(
            String what,
            List<ResourceUsage> all,
            List<ResourceUsage> early,
            List<ResourceUsage> late,
            ToLongFunction<ResourceUsage> resource,
            long slack) {
        long before = early.stream().mapToLong(resource).max().orElseThrow();
        long least = late.stream().mapToLong(resource).min().orElseThrow();
        assertThat(least).as("%s, of %s", what, all).isLessThanOrEqualTo(before + slack);
    }

    @Override
    public String toString() {
        return ("after scan %d: heap %,d KiB after collection, %,d KiB resident, %d threads, %d descriptors,"
                        + " snapshot %,d KiB, history %,d KiB")
                .formatted(scan, heap >> 10, resident >> 10, threads, descriptors, snapshot >> 10, history >> 10);
    }
}

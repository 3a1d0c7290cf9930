package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the service holds after so many scans.
 *
 * @param heap bytes of objects that a collection of all of it has left
 * @param resident bytes of memory of the process
 */
record Holdings(int scan, long heap, long resident, int threads, int descriptors, long snapshot, long history) {

    /** Of heap and files: what a table, a cache or a file may still take that is not full yet. */
    private static final long SLACK = 8L << 20;

    /** Has a process collect all its garbage, so that what it holds next is what it needs. */
    static void collectGarbage(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (int i = 0; i < 2; i++) {
            assertThat(Ended.run(List.of(jcmd, Long.toString(pid), "GC.run")).exitCode())
                    .isZero();
        }
    }

    /**
     * What a service holds.
     *
     * @param metrics its {@code /metrics} after {@link #collectGarbage}
     * @param state its storage path
     */
    static Holdings of(long pid, int scan, String metrics, Path state) throws IOException {
        long resident = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElse(0);
        return new Holdings(
                scan,
                (long) value(metrics, "jvm_gc_live_data_size_bytes"),
                resident,
                (int) value(metrics, "jvm_threads_live_threads"),
                (int) value(metrics, "process_files_open_files"),
                Files.size(state.resolve("snapshot.json.gz")),
                history(state));
    }

    /** The value of a metric in an exposition; 0 where there is none. */
    static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** The bytes of all files of the history. */
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
     * At some time in the last quarter it held no more than at the worst of the second: what leaks never comes back.
     *
     * @param descriptors by how much open files may differ, because dialogues go on at some times
     */
    static void check(List<Holdings> all, long descriptors) {
        int quarter = all.size() / 4;
        List<Holdings> early = all.subList(quarter, Math.max(quarter + 1, all.size() / 2));
        List<Holdings> late = all.subList(all.size() - Math.max(1, quarter), all.size());
        check("heap", all, early, late, Holdings::heap, SLACK);
        check("threads", all, early, late, Holdings::threads, 2);
        check("descriptors", all, early, late, Holdings::descriptors, descriptors);
        check("snapshot", all, early, late, Holdings::snapshot, SLACK);
        check("history", all, early, late, Holdings::history, SLACK);
    }

    private static void check(
            String what,
            List<Holdings> all,
            List<Holdings> early,
            List<Holdings> late,
            ToLongFunction<Holdings> held,
            long slack) {
        long before = early.stream().mapToLong(held).max().orElseThrow();
        long least = late.stream().mapToLong(held).min().orElseThrow();
        assertThat(least).as("%s, of %s", what, all).isLessThanOrEqualTo(before + slack);
    }

    @Override
    public String toString() {
        return ("after scan %d: heap %,d KiB after collection, %,d KiB resident, %d threads, %d descriptors,"
                        + " snapshot %,d KiB, history %,d KiB")
                .formatted(scan, heap >> 10, resident >> 10, threads, descriptors, snapshot >> 10, history >> 10);
    }
}

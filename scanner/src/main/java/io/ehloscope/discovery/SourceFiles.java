package io.ehloscope.discovery;

import io.ehloscope.inventory.SourceDocument;
import io.ehloscope.inventory.SourceSpec;
import io.ehloscope.yaml.FileText;
import io.ehloscope.yaml.Problem;
import io.ehloscope.yaml.Problems;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds and reads the files of {@code file_sd}; blocks. */
public final class SourceFiles {

    private static final int MOST_FILES = 1_000;
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    private SourceFiles() {}

    /**
     * The files that match the globs now. As in Prometheus, only the last part of a path can have wildcards; as in a
     * shell, they do not match a dot at the beginning of a name.
     */
    public static SortedSet<Path> matching(SourceSpec.Files spec) {
        SortedSet<Path> all = new TreeSet<>();
        for (String glob : spec.globs()) {
            Path path = spec.folder().resolve(glob);
            Path parent = path.getParent();
            Path folder = parent == null ? Path.of("") : parent;
            String name = String.valueOf(path.getFileName());
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name)) {
                for (Path each : found) {
                    boolean isHidden = String.valueOf(each.getFileName()).startsWith(".") && !name.startsWith(".");
                    if (!isHidden && all.size() <= MOST_FILES) {
                        all.add(each);
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                // A folder that is absent or unreadable matches no file; the caller reports that.
            }
        }
        return all;
    }

    /** Reads all files; what prevents that is added to the problems. */
    static List<SourceDocument> read(SourceSpec.Files spec, Problems problems) {
        SortedSet<Path> files = matching(spec);
        if (files.isEmpty()) {
            problems.add(null, "no file matches", "create one, or remove the source");
        } else if (files.size() > MOST_FILES) {
            problems.add(null, "more than 1,000 files match", "narrow the glob");
            return List.of();
        }
        List<SourceDocument> documents = new ArrayList<>();
        long bytes = 0;
        for (Path file : files) {
            Problems own = new Problems(file.toString());
            bytes += size(file);
            if (bytes > MAX_BYTES) {
                problems.add(new Problem(file.toString(), null, "the files exceed 32 MiB", "split the source"));
                return List.of();
            }
            String text = FileText.readRegular(file, own);
            problems.addAll(own);
            if (text != null) {
                SourceDocument.Form form =
                        file.toString().endsWith(".json") ? SourceDocument.Form.JSON : SourceDocument.Form.YAML;
                documents.add(new SourceDocument(file.toString(), text, form));
            }
        }
        return documents;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // reading the file reports the cause
        }
    }
}

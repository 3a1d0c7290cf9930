package io.ehloscope.catalogue;

import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problem;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Reads the files of the jar. A problem in one of them is a bug of the program. */
final class Resources {

    private static final String ROOT = "/io/ehloscope/";

    private Resources() {}

    /** Converts the single document of a file to a value. */
    @FunctionalInterface
    interface Reading<T> {
        /** The value; adds what is wrong to the problems. */
        T read(Node document, Problems problems);
    }

    /**
     * Reads a file of the jar.
     *
     * @param path relative to {@code io/ehloscope/}
     * @throws IllegalStateException with all problems, if there are any
     */
    static <T> T read(String path, Reading<T> reading) {
        Problems problems = new Problems(path);
        try (InputStream in = Resources.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                throw new IllegalStateException("the program comes without " + path);
            }
            Reader text = new InputStreamReader(in, StandardCharsets.UTF_8);
            return read(text, problems, reading);
        } catch (IOException e) {
            throw new UncheckedIOException("the program cannot read its own " + path, e);
        }
    }

    /** Reads a text as {@link #read(String, Reading)} reads a file. */
    static <T> T read(Reader text, Problems problems, Reading<T> reading) {
        Node document = YamlReader.read(text, problems);
        T value = document == null ? null : reading.read(document, problems);
        if (value == null || !problems.isEmpty()) {
            throw new IllegalStateException(problems.list().stream()
                    .map(Problem::toString)
                    .collect(Collectors.joining("\n", "mistakes in a file that comes with the program:\n", "")));
        }
        return value;
    }
}

package io.ehloscope.storage;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A writer whose errors name the file. After the first error every call fails, because content is lost. */
final class NamingWriter extends FilterWriter {

    private final Path path;
    private @Nullable NamedException failure;

    NamingWriter(Writer out, Path path) {
        super(out);
        this.path = path;
    }

    @Override
    public void write(int c) throws IOException {
        named(() -> out.write(c));
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        named(() -> out.write(chars, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        named(() -> out.write(text, offset, length));
    }

    @Override
    public void flush() throws IOException {
        named(out::flush);
    }

    /** Flushes; the owner closes the file. */
    @Override
    public void close() throws IOException {
        flush();
    }

    private void named(Writing writing) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            writing.run();
        } catch (IOException e) {
            failure = new NamedException(path, e);
            throw failure;
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}

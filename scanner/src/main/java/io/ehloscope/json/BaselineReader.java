package io.ehloscope.json;

import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.TargetState;
import io.ehloscope.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Reads the output of {@code scan -o json} or {@code scan -o ndjson}. Unknown members are ignored, incomplete files are
 * rejected. It holds the states of at most {@value #MOST_TARGETS} targets, and one result.
 */
public final class BaselineReader {

    /** The most targets of a baseline; a file with more is rejected. */
    public static final int MOST_TARGETS = 1_000_000;

    private static final String WANTED = "a baseline is the output of scan -o json or scan -o ndjson";

    private final Tokens tokens;
    private final Baseline.Gathering gathering = new Baseline.Gathering();
    private @Nullable TokenStreamLocation header;
    private @Nullable Instant startedAt;
    private int announced;
    private boolean document;
    private boolean ended;

    private BaselineReader(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads the baseline in a file.
     *
     * @throws BaselineException if the file cannot be read, is not such an output, or is incomplete
     */
    public static Baseline read(Path file) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new BaselineException(name, null, "this is a directory; " + WANTED);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(name, in);
        } catch (NoSuchFileException e) {
            throw new BaselineException(name, null, "there is no such file");
        } catch (AccessDeniedException e) {
            throw new BaselineException(name, null, "this file is not readable; check its permissions");
        } catch (IOException e) {
            throw new BaselineException(name, null, "this file cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads the baseline in a stream, to its end.
     *
     * @param name the name of the stream in messages
     * @param in the text in UTF-8
     * @throws BaselineException as {@link #read(Path)} does
     */
    public static Baseline read(String name, InputStream in) {
        try (Tokens tokens = new Tokens(name, in)) {
            return new BaselineReader(tokens).all();
        } catch (UnexpectedEndOfInputException e) {
            throw new BaselineException(
                    name, e.getLocation(), "the file ends here, before the scan does: it is incomplete");
        } catch (JacksonIOException e) {
            throw new BaselineException(name, null, "this file cannot be read: " + e.getOriginalMessage());
        } catch (StreamReadException e) {
            throw new BaselineException(name, e.getLocation(), "this is not JSON; " + WANTED);
        }
    }

    private Baseline all() {
        try {
            values();
        } catch (StreamConstraintsException e) {
            throw tokens.fault(tokens.here(), "a value is too long or too deeply nested; " + WANTED);
        }
        return whole();
    }

    private void values() {
        while (tokens.next()) {
            if (document || ended) {
                throw tokens.fault(tokens.place(), "there is more after the end of the scan; use the file of one scan");
            }
            value();
        }
    }

    private Baseline whole() {
        if (header == null || startedAt == null) {
            throw tokens.fault(tokens.here(), "this file contains no scan; " + WANTED);
        }
        if (!document && !ended) {
            throw tokens.fault(tokens.here(), "the file ends without its summary record: it is incomplete");
        }
        if (gathering.size() != announced) {
            throw tokens.fault(
                    header, gathering.size() + " results of " + announced + " targets: the file is incomplete");
        }
        return gathering.baseline(startedAt);
    }

    private void value() {
        TokenStreamLocation place = tokens.place();
        Value value = new Value();
        tokens.object("the content of the file", value::member);
        value.settle(place);
    }

    private void begin(TokenStreamLocation place, Header begun) {
        if (header != null) {
            throw tokens.fault(place, "a second scan starts here; use the file of one scan");
        }
        if (begun.startedAt == null || begun.targets < 0) {
            throw tokens.fault(place, "a scan without started_at and targets; " + WANTED);
        }
        header = place;
        startedAt = begun.startedAt;
        announced = begun.targets;
    }

    private void add(TokenStreamLocation place, TargetState state) {
        if (gathering.size() == MOST_TARGETS) {
            throw tokens.fault(place, "more than " + MOST_TARGETS + " targets");
        }
        if (!gathering.add(state)) {
            throw tokens.fault(place, "a second result for " + Printable.escape(state.target(), 300));
        }
    }

    /** The members of the scan as a whole. */
    private final class Header {
        private @Nullable Instant startedAt;
        private int targets = -1;

        void member(String name) {
            switch (name) {
                case "started_at" -> startedAt = tokens.time(name);
                case "targets" -> targets = tokens.count(name);
                default -> tokens.skip();
            }
        }
    }

    /**
     * The whole document, or one record. Members may come in any order, so which of the two it is, is known only at the
     * end.
     */
    private final class Value {
        private final Header scan = new Header();
        private final ResultDraft draft = new ResultDraft(tokens);
        private @Nullable String record;

        void member(String name) {
            switch (name) {
                case "record" -> record = tokens.text(name);
                case "scan" -> scan(name);
                case "results" -> {
                    document = true;
                    tokens.array(name, this::result);
                }
                case "started_at", "targets" -> scan.member(name);
                default -> draft.member(name);
            }
        }

        void settle(TokenStreamLocation place) {
            if (document) {
                return;
            }
            if (record == null) {
                throw tokens.fault(place, "this is neither a scan nor a record of a scan; " + WANTED);
            }
            switch (record) {
                case "scan" -> begin(place, scan);
                case "result" -> add(place, draft.state(place));
                case "summary" -> ended = true;
                default -> {} // written by a later version
            }
        }

        private void scan(String name) {
            document = true;
            TokenStreamLocation place = tokens.place();
            Header inner = new Header();
            tokens.object(name, inner::member);
            begin(place, inner);
        }

        private void result() {
            TokenStreamLocation place = tokens.place();
            ResultDraft inner = new ResultDraft(tokens);
            tokens.object("an element of results", inner::member);
            add(place, inner.state(place));
        }
    }
}

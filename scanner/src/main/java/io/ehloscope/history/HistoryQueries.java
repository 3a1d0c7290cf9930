package io.ehloscope.history;

import io.ehloscope.history.HistoryStore.Page;
import io.ehloscope.text.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Answers queries about the history of one scanner with JSON documents, for {@code /api/v1} and the command line.
 *
 * @param store the history
 * @param scanner the name of the scanner
 */
public record HistoryQueries(HistoryStore store, String scanner) {

    private static final int MAX_QUOTED = 40;
    private static final Pattern SCAN = Pattern.compile("(?<id>[0-9]{1,18})|latest(~(?<back>[0-9]{1,2}))?");

    /** The most changes between two scans that a difference uses; it ignores the rest. */
    private static final int MAX_CHANGES = 200_000;

    /** A document that can be written. */
    private interface Document {
        void write(Writer out) throws IOException;
    }

    /** The changes of a target, the newest first; none if the target is unknown. */
    public Mono<String> changes(String target, Page page) {
        return store.changes(scanner, target, page)
                .collectList()
                .map(rows -> text(out -> HistoryJson.changes(out, target, rows)));
    }

    /** The scans of the whole inventory, the newest first. */
    public Mono<String> scans(Page page) {
        return store.scans(scanner, page).collectList().map(scans -> text(out -> HistoryJson.scans(out, scans)));
    }

    /**
     * The difference between two scans, in any order. A scan is named by its number, or as {@code latest} or
     * {@code latest~1}.
     *
     * @return the document, or an {@link IllegalArgumentException} with a sentence if a scan's name is invalid
     */
    public Mono<String> difference(String one, String other) {
        return Mono.zip(id(one), id(other)).flatMap(ids -> {
            long from = Math.min(ids.getT1(), ids.getT2());
            long to = Math.max(ids.getT1(), ids.getT2());
            return store.between(scanner, from, to)
                    .take(MAX_CHANGES)
                    .collectList()
                    .map(rows -> text(out -> HistoryJson.difference(out, from, to, Difference.of(rows))));
        });
    }

    private Mono<Long> id(String scan) {
        Matcher form = SCAN.matcher(scan);
        if (!form.matches()) {
            return Mono.error(new IllegalArgumentException("\"" + Printable.escape(scan, MAX_QUOTED)
                    + "\" is not a scan; use its number, latest or latest~1"));
        }
        if (form.group("id") != null) {
            return Mono.just(Long.parseLong(form.group("id")));
        }
        int back = form.group("back") == null ? 0 : Integer.parseInt(form.group("back"));
        return store.scans(scanner, Page.first(back + 1))
                .skip(back)
                .next()
                .map(HistoryScan::id)
                .switchIfEmpty(Mono.error(
                        () -> new IllegalArgumentException(scan + ": the history does not go back that far")));
    }

    private static String text(Document document) {
        StringWriter text = new StringWriter();
        try {
            document.write(text);
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot fail to be written", e);
        }
    }
}

package io.ehloscope.inventory;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.ehloscope.yaml.Location;
import java.util.ArrayList;
import java.util.List;

/**
 * A text of comma-separated values (RFC 4180), also with another delimiter. Lines that begin with {@code #} are
 * comments, as the line {@code #TYPE} of PowerShell is.
 */
final class CsvText {

    private static final char[] DELIMITERS = {',', ';', '\t'};

    private final String text;
    private final char delimiter;
    private final List<Integer> lines = new ArrayList<>();

    /**
     * A text with this delimiter.
     *
     * @param text without a byte order mark
     */
    CsvText(String text, char delimiter) {
        this.text = text;
        this.delimiter = delimiter;
        lines.add(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (c == '\n' || (c == '\r' && !pair)) {
                lines.add(i + 1);
            }
        }
    }

    /**
     * The delimiter of a text: of comma, semicolon, and tab the most frequent one in the first line that has any of them
     * outside quotes; a comma if there is none.
     */
    static char delimiterOf(String text) {
        int[] counts = new int[DELIMITERS.length];
        boolean quoted = false;
        boolean comment = false;
        boolean start = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                char found = mostFrequent(counts);
                if (found != 0 && !quoted) {
                    return found;
                }
                comment = false;
                start = !quoted;
                continue;
            }
            comment |= start && c == '#';
            start = false;
            quoted ^= c == '"' && !comment;
            for (int each = 0; each < DELIMITERS.length && !quoted && !comment; each++) {
                counts[each] += c == DELIMITERS[each] ? 1 : 0;
            }
        }
        char found = mostFrequent(counts);
        return found == 0 ? ',' : found;
    }

    private static char mostFrequent(int[] counts) {
        int most = 0;
        char found = 0;
        for (int each = 0; each < DELIMITERS.length; each++) {
            if (counts[each] > most) {
                most = counts[each];
                found = DELIMITERS[each];
            }
        }
        return found;
    }

    /** The rows, without comments and empty lines. Close it. */
    CsvReader<CsvRecord> rows() {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .commentStrategy(CommentStrategy.SKIP)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text);
    }

    char delimiter() {
        return delimiter;
    }

    /** Where the content of a field begins: after its opening quote and after blanks. */
    Location location(CsvRecord row, int index) {
        int line = (int) row.getStartingLineNumber();
        int at = lines.get(Math.min(line, lines.size()) - 1);
        boolean quoted = false;
        for (int field = 0; field < index && at < text.length(); at++) {
            char c = text.charAt(at);
            quoted ^= c == '"';
            field += c == delimiter && !quoted ? 1 : 0;
        }
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '"')) {
            at++;
        }
        while (line < lines.size() && lines.get(line) <= at) {
            line++;
        }
        return new Location(line, at - lines.get(line - 1) + 1);
    }

    /** The text of a field without blanks at its ends; empty if the row has no such field. */
    static String field(CsvRecord row, int index) {
        return index >= 0 && index < row.getFieldCount() ? row.getField(index).strip() : "";
    }
}

package io.ehloscope.smtp;

import java.util.List;
import java.util.Locale;

/**
 * An EHLO keyword line: the keyword and its params (RFC 5321 section 4.1.1.1, {@code ehlo-line}).
 *
 * @param name the keyword in the server's spelling. A keyword joined to its first param by {@code =} ({@code
 *     AUTH=LOGIN}, {@code X-EXPS=LOGIN}: an old spelling for old clients) is one name
 * @param params the words after it, in the server's spelling
 */
public record Verb(String name, List<String> params) {

    /** Copies the params, unless they are immutable already. */
    public Verb {
        params = params instanceof Words ? params : List.copyOf(params);
    }

    /**
     * The first word of a line as name, and the others as its params. The line neither begins nor ends with a blank.
     */
    static Verb of(String line, String name) {
        boolean alone = line.length() == name.length();
        return new Verb(
                name,
                alone ? List.of() : new Words(line.substring(name.length()).stripLeading()));
    }

    /** The name for lookups: in upper case, independent of the default locale. */
    public String key() {
        return key(name);
    }

    /** The {@link #key()} of a name. Fast for names in upper case: nearly all names are, and lookups are frequent. */
    public static String key(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'a' && (c <= 'z' || c > '~')) {
                return name.toUpperCase(Locale.ROOT);
            }
        }
        return name;
    }

    /** Whether one of the params is this word, without regard to case. */
    public boolean offers(String param) {
        if (params instanceof Words words) {
            return words.has(param);
        }
        for (String each : params) {
            if (param.equalsIgnoreCase(each)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return params.isEmpty() ? name : name + " " + String.join(" ", params);
    }
}

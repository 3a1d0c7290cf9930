package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Between what bounds the message size must lie that a server offers with SIZE (RFC 1870), in bytes. A server that says
 * no number, or 0, sets no limit: that is enough for every least size, and more than every most.
 *
 * @param least the least that must be taken; null where any will do
 * @param most the most that may be taken; null where any will do
 */
public record SizeBounds(@Nullable Long least, @Nullable Long most) {

    /** Any size will do. */
    public static final SizeBounds ANY = new SizeBounds(null, null);

    /** RFC 1870 allows 20 digits; what does not fit into a long is as good as no limit. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** What is not as it should be, such as {@code >=1048576}; null where nothing is. */
    @Nullable
    String brokenBy(VerbSet verbs) {
        if (equals(ANY)) {
            return null;
        }
        List<Verb> sizes = verbs.named("SIZE");
        long limit = sizes.isEmpty() ? Long.MAX_VALUE : limit(sizes.get(0));
        if (least != null && limit < least) {
            return ">=" + least;
        }
        return most != null && limit > most ? "<=" + most : null;
    }

    private static long limit(Verb size) {
        String first = size.params().isEmpty() ? "" : size.params().get(0);
        long limit = NUMBER.matcher(first).matches() ? Long.parseLong(first) : 0;
        return limit == 0 ? Long.MAX_VALUE : limit;
    }
}

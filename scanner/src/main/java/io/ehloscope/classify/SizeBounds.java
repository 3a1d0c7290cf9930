package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of the message size that a server offers with SIZE (RFC 1870), in bytes. A server that offers no number,
 * or 0, sets no limit: that satisfies every least size and exceeds every most size.
 *
 * @param least the smallest accepted limit; null for none
 * @param most the largest accepted limit; null for none
 */
public record SizeBounds(@Nullable Long least, @Nullable Long most) {

    /** Any size. */
    public static final SizeBounds ANY = new SizeBounds(null, null);

    /** RFC 1870 allows 20 digits; a number of more than 18 digits counts as no limit. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** The bound that is broken, such as {@code >=1048576}; null if none is. */
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

package io.ehloscope.evidence;

import io.ehloscope.smtp.Reply;
import java.util.regex.Pattern;

/** What a negative reply says by its code and its text: that the client comes too often, later, or not at all. */
public final class Rejection {

    /** A limit on time, which says nothing about the number of connections. */
    private static final Pattern TIME = Pattern.compile(
            "(?i)\\btime ?-?out\\b|\\b(time|duration|idle)( limit)?( (is|was|has been))? (exceeded|reached)"
                    + "|exceeded [\\w ]{0,30}\\btime\\b");

    private static final Pattern TOO_MANY = Pattern.compile("(?i)\\btoo (many|much|busy|fast|often|quickly|frequent)"
            + "|rate[ -]?limit|throttl|slow(er)? ?down|again (later )?slower|unusual rate|unexpected volume"
            + "|\\b(connection|concurrency|session|rate)s? (limit|quota)|\\blimit ?(is |was |has been )?(exceeded|reached|hit)"
            + "|\\bexceed(s|ed|ing)?\\b.{0,60}\\b(limit|maximum|rate|quota)"
            + "|\\bmax(imum)?\\b.{0,60}\\b(connection|session|client|thread|rate)s?\\b.{0,40}(exceeded|reached|in use)"
            + "|all server ports are busy|trop de connexions|\\b4\\.7\\.[56]\\d\\d\\b");

    private Rejection() {}

    /** The reason that a reply of the 4yz or 5yz class gives. */
    public static Reason reason(Reply reply) {
        if (!reply.isTransient()) {
            return Reason.REJECTED_PERMANENTLY;
        }
        String text = reply.text();
        boolean isLimit = TOO_MANY.matcher(text).find() && !TIME.matcher(text).find();
        return isLimit ? Reason.RATE_LIMITED : Reason.REJECTED_TEMPORARILY;
    }

    /** The beginning of a sentence that quotes such a reply. */
    public static String words(Reply reply) {
        return reply.isTransient() ? "rejected temporarily: " : "rejected permanently: ";
    }
}

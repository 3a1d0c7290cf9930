package io.ehloscope.classify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The number after "Version:" in the greeting of the Windows SMTP service. It is the build of that service, never of
 * Exchange: Exchange 2000 and 2003 ran on 5.0 and 6.0; later Exchange versions print none.
 */
final class WindowsBuild {

    private static final Pattern MAJOR = Pattern.compile("^(\\d{1,6})\\.");
    private static final int FIRST_WITHOUT_EXCHANGE = 7;

    private WindowsBuild() {}

    /** Whether no Exchange ever ran in the SMTP service of this Windows version. */
    static boolean isTooNewForExchange(@Nullable String version) {
        if (version == null) {
            return false;
        }
        Matcher matcher = MAJOR.matcher(version);
        return matcher.find() && Integer.parseInt(matcher.group(1)) >= FIRST_WITHOUT_EXCHANGE;
    }
}

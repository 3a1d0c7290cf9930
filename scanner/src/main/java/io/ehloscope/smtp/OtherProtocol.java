package io.ehloscope.smtp;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Protocols whose replies have the form of SMTP's, so that only their texts tell them from SMTP. */
public enum OtherProtocol {
    /** File transfer (RFC 959): many servers reject every command before the login with 530. */
    FTP(
            "FTP",
            Pattern.compile("(?i)(?<![\\w.@-])(?:[a-z]+-)?[a-z]{0,12}ftp[ds]?(?![\\w-]|\\.\\w)|\\bFileZilla\\b"),
            Pattern.compile("(?i)\\bUSER and PASS\\b|\\blog ?in with USER\\b"
                    + "|^(?:(?:you are|you aren't|you're) )?not logged in\\b|^you aren't logged in\\b")),
    /** Local mail transfer (RFC 2033), whose servers do not accept EHLO and HELO, but LHLO. */
    LMTP("LMTP (RFC 2033)", Pattern.compile("\\bLMTP\\b"), Pattern.compile("\\b(?:LMTP|LHLO)\\b")),
    /** Network news (RFC 3977). */
    NNTP("NNTP", Pattern.compile("\\b(?:NNTP|NNRP)\\b"), Pattern.compile("\\b(?:NNTP|NNRP)\\b"));

    private static final Pattern SMTP = Pattern.compile("(?i)(?<![a-z])e?smtp(?![a-z])");

    private final String title;
    private final Pattern inGreeting;
    private final Pattern inRefusal;

    OtherProtocol(String title, Pattern inGreeting, Pattern inRefusal) {
        this.title = title;
        this.inGreeting = inGreeting;
        this.inRefusal = inRefusal;
    }

    /** The protocol that a greeting names; null if it names none, or SMTP too. */
    public static @Nullable OtherProtocol greeting(Reply greeting) {
        return named(greeting.text(), false);
    }

    /** The protocol that a negative reply to EHLO or HELO names; null if it names none, or SMTP alone. */
    public static @Nullable OtherProtocol refusing(Reply refusal) {
        return refusal.enhancedCode() != null
                        && !LMTP.inRefusal.matcher(refusal.text()).find()
                ? null
                : named(refusal.text().strip(), true);
    }

    private static @Nullable OtherProtocol named(String text, boolean refusal) {
        if (!refusal && SMTP.matcher(text).find()) {
            return null;
        }
        for (OtherProtocol each : values()) {
            if ((refusal ? each.inRefusal : each.inGreeting).matcher(text).find()) {
                return each;
            }
        }
        return null;
    }

    /** The name for people. */
    public String title() {
        return title;
    }
}

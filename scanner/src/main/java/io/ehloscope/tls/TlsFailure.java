package io.ehloscope.tls;

import io.ehloscope.text.Printable;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes why a handshake failed: names what the server did. Only this class parses the platform's messages about
 * TLS.
 */
public final class TlsFailure {

    private static final int QUOTED_CHARS = 200;

    private static final Pattern ALERT = Pattern.compile("(?:Received fatal alert|[Rr]eceived \\w+ alert): (\\w+)");
    private static final Pattern NOT_TLS = Pattern.compile("not an SSL/TLS record: ([0-9a-f]+)");
    private static final Pattern LONG_CHAIN = Pattern.compile("chain length \\((\\d+)\\) exceeds .*\\((\\d+)\\)");
    private static final Pattern LARGE =
            Pattern.compile("size of the handshake message \\((\\d+)\\) exceeds the maximum allowed size \\((\\d+)\\)");

    /** The alerts of RFC 8446 section 6.2 that indicate something about the server, with their meanings. */
    private static final Map<String, String> ALERTS = Map.of(
            "handshake_failure",
            "it has no cipher suite, group or certificate in common with the scanner",
            "insufficient_security",
            "it requires stronger cipher suites than the scanner has",
            "protocol_version",
            "it supports no version between TLS 1.3 and SSL 3.0",
            "unrecognized_name",
            "it does not know the name of the target (SNI)",
            "internal_error",
            "it failed internally; its certificate or key may not be readable",
            "certificate_required",
            "it requires a client certificate",
            "bad_certificate",
            "it requires another client certificate",
            "decode_error",
            "it cannot read modern TLS messages",
            "illegal_parameter",
            "it cannot read modern TLS messages");

    private TlsFailure() {}

    /**
     * The failure in one sentence. It may quote the server, not escaped.
     *
     * @param cause what the handshake failed with
     * @param tlsFirst whether TLS starts with the first byte of the connection, and not after STARTTLS
     */
    public static String inWords(Throwable cause, boolean tlsFirst) {
        if (cause instanceof ClosedChannelException) {
            return "the server closed the connection during the TLS handshake";
        }
        String words = RootCause.inWords(cause);
        if (cause instanceof NotSslRecordException) {
            return inTheClear(words, tlsFirst);
        }
        Matcher alert = ALERT.matcher(words);
        if (alert.find()) {
            String name = alert.group(1);
            String meaning = ALERTS.get(name);
            return "the server aborted the TLS handshake with the alert " + name
                    + (meaning == null ? "" : ": " + meaning);
        }
        Matcher chain = LONG_CHAIN.matcher(words);
        if (chain.find()) {
            return "the server sends a chain of " + chain.group(1) + " certificates; no more than " + chain.group(2)
                    + " are read";
        }
        Matcher large = LARGE.matcher(words);
        if (large.find()) {
            return "the server's part of the TLS handshake has " + large.group(1)
                    + " bytes in one message; no more than " + large.group(2) + " are read";
        }
        return words.contains("closed while SSL/TLS handshake") || words.contains("closing inbound before")
                ? "the server closed the connection during the TLS handshake"
                : "the TLS handshake failed: " + cut(words);
    }

    /** The failure of TLS after its handshake, in one sentence. */
    public static String afterwards(Throwable cause) {
        String words = RootCause.inWords(cause);
        Matcher alert = ALERT.matcher(words);
        return alert.find()
                ? "the server ended TLS with the alert " + alert.group(1)
                : "TLS broke after its handshake: " + cut(words);
    }

    /** Quotes the first line of an unencrypted reply. Netty reports the bytes in hexadecimal. */
    private static String inTheClear(String words, boolean tlsFirst) {
        Matcher hex = NOT_TLS.matcher(words);
        if (!hex.find() || hex.group(1).length() % 2 != 0) {
            return "the server answered the TLS handshake with something other than TLS";
        }
        String reply = new String(HexFormat.of().parseHex(hex.group(1)), StandardCharsets.ISO_8859_1);
        String line = reply.lines().map(String::strip).findFirst().orElse("");
        return "the server answered the TLS handshake in the clear, with \"" + cut(line) + "\": "
                + (tlsFirst
                        ? "it does not start with TLS here"
                        : "it does not speak TLS, or a man in the middle inserted that (CVE-2011-0411)");
    }

    private static String cut(String text) {
        return Printable.cut(text, QUOTED_CHARS);
    }
}

package io.ehloscope.tls;

import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;

/**
 * TLS as servers of the last twenty-five years speak it. By default, the platform refuses SSL 3.0, TLS 1.0 and 1.1,
 * RC4, 3DES and small Diffie-Hellman groups before the scanner can observe them, and the scanner must observe them to
 * report them. No sensitive data goes through such a connection: only EHLO and QUIT.
 */
public final class LegacyTls {

    /**
     * The part of {@code jdk.tls.disabledAlgorithms} that stays disabled: anonymous suites and suites without
     * encryption.
     */
    static final String STILL_DISABLED = "anon, NULL";

    /**
     * The extension that lists the signature algorithms allowed in certificates (RFC 8446 section 4.2.3). The platform
     * does not list MD5 in it, and OpenSSL as the server then sends an alert instead of its certificate. Without the
     * extension, OpenSSL sends the certificate.
     */
    static final String OMITTED_EXTENSION = "signature_algorithms_cert";

    /** The system property that lists the extensions that a client does not send. */
    static final String DISABLED_EXTENSIONS = "jdk.tls.client.disableExtensions";

    private static final String DISABLED_ALGORITHMS = "jdk.tls.disabledAlgorithms";

    /** The SSL 2.0 format of a ClientHello; no server needs it. */
    private static final String OLDEST_HELLO = "SSLv2Hello";

    /**
     * Suites that are not offered: without a certificate, without encryption, for export, or in use at no mail server.
     * At most 64 suites may remain: the SMTP service of Windows 2003 reads only the first 64 (Postfix, TLS_README), and
     * the suites that it supports come last in the list.
     */
    private static final Pattern EXCLUDED_SUITES = Pattern.compile("_anon_|_NULL_|_EXPORT|KRB5|_DSS_|TLS_ECDH_");

    private LegacyTls() {}

    /**
     * Enables the legacy versions, suites and signatures for the whole JVM. Call it before the JVM first uses TLS.
     * Because it affects the whole JVM, a TLS server in this process must set its versions and suites itself. The
     * evaluation of certificate chains does not change: {@code jdk.certpath.disabledAlgorithms} governs it.
     */
    public static void allow() {
        Security.setProperty(DISABLED_ALGORITHMS, STILL_DISABLED);
        String others = System.getProperty(DISABLED_EXTENSIONS);
        System.setProperty(DISABLED_EXTENSIONS, others == null ? OMITTED_EXTENSION : others + "," + OMITTED_EXTENSION);
    }

    /** Enables all versions, and all suites that a mail server may support, the strongest first. */
    static void offer(SSLEngine engine) {
        engine.setEnabledProtocols(kept(engine.getSupportedProtocols(), each -> !each.equals(OLDEST_HELLO)));
        engine.setEnabledCipherSuites(kept(
                engine.getSupportedCipherSuites(),
                each -> !EXCLUDED_SUITES.matcher(each).find()));
    }

    private static String[] kept(String[] all, Predicate<String> which) {
        List<String> kept = Arrays.stream(all).filter(which).toList();
        return kept.toArray(String[]::new);
    }
}

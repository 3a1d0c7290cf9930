package io.ehloscope.tls;

import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;

/**
 * TLS as servers of the last twenty-five years speak it. The platform refuses SSL 3.0, TLS 1.0 and 1.1, RC4, 3DES and small
 * Diffie-Hellman groups before anything can be seen of them; a scanner has to see them to say so. Nothing that matters is
 * ever sent through such a connection: EHLO and QUIT.
 */
public final class LegacyTls {

    /** What of {@code jdk.tls.disabledAlgorithms} stays: whoever is nobody, and what is not encrypted. */
    static final String STILL_DISABLED = "anon, NULL";

    /**
     * The extension of TLS 1.3 that names the signatures which certificates may have. The platform leaves MD5 out of it, and
     * OpenSSL as the server then sends an alert instead of its certificate; without the extension it sends it.
     */
    static final String NOT_SAID = "signature_algorithms_cert";

    /** The system property that names extensions which a client does not send. */
    static final String DISABLED_EXTENSIONS = "jdk.tls.client.disableExtensions";

    private static final String DISABLED_ALGORITHMS = "jdk.tls.disabledAlgorithms";

    /** The wrapping of a ClientHello of 1995, which nothing needs. */
    private static final String OLDEST_HELLO = "SSLv2Hello";

    /**
     * Suites without a certificate, without encryption, for export, or that no mail server had. What is left must not be more than
     * 64: the SMTP service of Windows 2003 looks no further than that (Postfix, TLS_README), and those that it has come last.
     */
    private static final Pattern NOT_ASKED_FOR = Pattern.compile("_anon_|_NULL_|_EXPORT|KRB5|_DSS_|TLS_ECDH_");

    private LegacyTls() {}

    /**
     * Lets this JVM speak what it is told to leave alone, on the scanning side. It has to be called before the first use of
     * TLS in the JVM, and holds for all of it: who listens with TLS has to name the versions and suites itself. How a chain
     * of certificates is judged does not change: that goes by {@code jdk.certpath.disabledAlgorithms}.
     */
    public static void allow() {
        Security.setProperty(DISABLED_ALGORITHMS, STILL_DISABLED);
        String others = System.getProperty(DISABLED_EXTENSIONS);
        System.setProperty(DISABLED_EXTENSIONS, others == null ? NOT_SAID : others + "," + NOT_SAID);
    }

    /** Offers all versions, and all suites that a mail server may have, the best first. */
    static void offer(SSLEngine engine) {
        engine.setEnabledProtocols(kept(engine.getSupportedProtocols(), each -> !each.equals(OLDEST_HELLO)));
        engine.setEnabledCipherSuites(kept(
                engine.getSupportedCipherSuites(),
                each -> !NOT_ASKED_FOR.matcher(each).find()));
    }

    private static String[] kept(String[] all, Predicate<String> which) {
        List<String> kept = Arrays.stream(all).filter(which).toList();
        return kept.toArray(String[]::new);
    }
}

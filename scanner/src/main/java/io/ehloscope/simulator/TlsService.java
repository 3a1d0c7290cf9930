package io.ehloscope.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a simulated server that offers STARTTLS goes on when a client requests it. */
public enum TlsService {
    /** It negotiates the best version and cipher suite that both sides support. */
    GOOD(null, null),
    /** It supports nothing newer than TLS 1.0. */
    TLS_1_0("TLSv1", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
    /** It supports only 3DES. */
    TRIPLE_DES("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA"),
    /** It replies as its script does, which is 454 for Postfix without a usable key. */
    NOT_AVAILABLE(null, null),
    /** It replies 220, and has no certificate for the handshake, as OpenSMTPD without one. */
    WITHOUT_CERTIFICATE(null, null),
    /** Something on the way adds a reply in plain text to the 220 reply (CVE-2011-0411). */
    INJECTED(null, null);

    private final @Nullable String protocol;
    private final @Nullable String suite;

    TlsService(@Nullable String protocol, @Nullable String suite) {
        this.protocol = protocol;
        this.suite = suite;
    }

    /** The only version of TLS that it supports; null for the usual ones. */
    @Nullable
    String protocol() {
        return protocol;
    }

    /** The only cipher suites that it supports; null for the usual ones. */
    @Nullable
    List<String> suites() {
        return suite == null ? null : List.of(suite);
    }
}

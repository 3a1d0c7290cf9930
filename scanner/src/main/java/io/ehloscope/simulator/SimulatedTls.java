package io.ehloscope.simulator;

import java.util.function.UnaryOperator;

/**
 * The TLS of a simulated server.
 *
 * @param credential its certificate
 * @param service how it goes on after STARTTLS
 */
public record SimulatedTls(Credential credential, TlsService service) {

    private static final String INJECTED = "250 2.0.0 OK";

    /** Working TLS with this certificate. */
    public static SimulatedTls with(Credential credential) {
        return new SimulatedTls(credential, TlsService.GOOD);
    }

    /** TLS of this kind with a good certificate. */
    public static SimulatedTls of(TlsService service) {
        return new SimulatedTls(Credential.GOOD, service);
    }

    /** Adds this TLS to the scripts of a host. */
    public UnaryOperator<Script> on(String host, TestCertificates certificates) {
        if (service == TlsService.NOT_AVAILABLE) {
            return script -> script;
        }
        var tls = certificates.serving(host, this);
        return service == TlsService.INJECTED ? script -> script.secured(tls, INJECTED) : script -> script.secured(tls);
    }
}

package io.ehloscope.web.security;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How HTTP is protected: the web configuration file of Prometheus' exporter-toolkit, read.
 *
 * @param tls how TLS is spoken; null for plain HTTP
 * @param headers put on every answer, by their names
 * @param users who may ask, with the bcrypt hash of the password of each; empty for everybody
 * @param rate how many requests are taken; null for as many as come
 */
public record WebConfig(
        @Nullable Tls tls,
        Map<String, String> headers,
        Map<String, String> users,
        @Nullable Rate rate) {

    /** Plain HTTP for everybody. */
    public static final WebConfig NONE = new WebConfig(null, Map.of(), Map.of(), null);

    /** Copies the maps. */
    public WebConfig {
        headers = Map.copyOf(headers);
        users = Map.copyOf(new LinkedHashMap<>(users));
    }

    /**
     * TLS.
     *
     * @param certificate the certificate chain in PEM
     * @param key its key in PEM
     * @param clients what is asked of clients
     * @param authorities the authorities of the clients' certificates in PEM; null for those of this machine's Java
     * @param allowedSans alternative names of which a client's certificate must have one; empty for any
     * @param versions the versions as Java names them
     * @param cipherSuites of TLS 1.2, in order; empty for Java's own
     * @param serversOrder whether the server's order of cipher suites counts, rather than the client's
     * @param http2 whether HTTP/2 is offered to clients, besides HTTP/1.1
     */
    public record Tls(
            Pem certificate,
            Pem key,
            ClientPolicy clients,
            @Nullable Pem authorities,
            Set<String> allowedSans,
            List<String> versions,
            List<String> cipherSuites,
            boolean serversOrder,
            boolean http2) {

        /** Copies the lists. */
        public Tls {
            allowedSans = Set.copyOf(new TreeSet<>(allowedSans));
            versions = List.copyOf(versions);
            cipherSuites = List.copyOf(cipherSuites);
        }
    }

    /**
     * Certificates or a key: in a file, which is read again when it has changed, or in the configuration itself.
     *
     * @param file the file; null where the text is given
     * @param text the text; null where a file is given
     */
    public record Pem(@Nullable Path file, @Nullable String text) {}

    /** Which clients are let in, in the words of Go's {@code tls.ClientAuthType}. */
    public enum ClientPolicy {
        /** No certificate is asked for. */
        NONE("NoClientCert"),
        /** One is asked for, and not looked at. */
        REQUEST("RequestClientCert"),
        /** There must be one, whoever signed it. */
        REQUIRE_ANY("RequireAnyClientCert"),
        /** If there is one, an authority must have signed it. */
        VERIFY_IF_GIVEN("VerifyClientCertIfGiven"),
        /** There must be one that an authority has signed. */
        REQUIRE_AND_VERIFY("RequireAndVerifyClientCert");

        private final String label;

        ClientPolicy(String label) {
            this.label = label;
        }

        /** As it is written. */
        public String label() {
            return label;
        }

        /** Whether a client without a certificate is turned away. */
        boolean isRequired() {
            return this == REQUIRE_ANY || this == REQUIRE_AND_VERIFY;
        }

        /** Whether somebody must have signed it. */
        boolean isVerified() {
            return this == VERIFY_IF_GIVEN || this == REQUIRE_AND_VERIFY;
        }
    }

    /**
     * A token bucket for all requests together.
     *
     * @param interval in which one token comes in
     * @param burst how many tokens there are at most
     */
    public record Rate(Duration interval, int burst) {}
}

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
 * The web configuration: TLS, headers, users and request rate, in the file format of Prometheus' exporter-toolkit.
 *
 * @param tls the TLS settings; null for plain HTTP
 * @param headers the headers added to every response, by name
 * @param users the allowed users with the bcrypt hashes of their passwords; empty for access without a password
 * @param rate the limit of requests; null for no limit
 */
public record WebConfig(
        @Nullable Tls tls,
        Map<String, String> headers,
        Map<String, String> users,
        @Nullable Rate rate) {

    /** Plain HTTP without passwords or limits. */
    public static final WebConfig NONE = new WebConfig(null, Map.of(), Map.of(), null);

    /** Copies the maps. */
    public WebConfig {
        headers = Map.copyOf(headers);
        users = Map.copyOf(new LinkedHashMap<>(users));
    }

    /**
     * The TLS settings.
     *
     * @param certificate the certificate chain in PEM
     * @param key the private key of the certificate in PEM
     * @param clients the policy for client certificates
     * @param authorities the authorities of client certificates in PEM; null for those of Java's default trust store
     * @param allowedSans the subject alternative names of which a client certificate must have one; empty for any
     * @param versions the TLS versions, by their Java names
     * @param cipherSuites the cipher suites of TLS 1.2, in order of preference; empty for Java's defaults
     * @param serversOrder whether the server's order of cipher suites applies rather than the client's
     * @param http2 whether HTTP/2 is offered in addition to HTTP/1.1
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
     * Certificates or a key: in a file, which is reloaded when it changes, or in the configuration itself.
     *
     * @param file the file; null if the text is given
     * @param text the text in PEM; null if a file is given
     */
    public record Pem(@Nullable Path file, @Nullable String text) {}

    /** The policy for client certificates, named as in Go's {@code tls.ClientAuthType}. */
    public enum ClientPolicy {
        /** No certificate is requested. */
        NONE("NoClientCert"),
        /** A certificate is requested, but neither required nor verified. */
        REQUEST("RequestClientCert"),
        /** A certificate is required, but not verified. */
        REQUIRE_ANY("RequireAnyClientCert"),
        /** A certificate is optional, but must be signed by a trusted authority. */
        VERIFY_IF_GIVEN("VerifyClientCertIfGiven"),
        /** A certificate signed by a trusted authority is required. */
        REQUIRE_AND_VERIFY("RequireAndVerifyClientCert");

        private final String label;

        ClientPolicy(String label) {
            this.label = label;
        }

        /** The name of the policy in the configuration file. */
        public String label() {
            return label;
        }

        /** Whether clients without a certificate are rejected. */
        boolean isRequired() {
            return this == REQUIRE_ANY || this == REQUIRE_AND_VERIFY;
        }

        /** Whether certificates must be signed by a trusted authority. */
        boolean isVerified() {
            return this == VERIFY_IF_GIVEN || this == REQUIRE_AND_VERIFY;
        }
    }

    /**
     * A token bucket shared by all requests.
     *
     * @param interval the time in which one token is added
     * @param burst the capacity in tokens
     */
    public record Rate(Duration interval, int burst) {}
}

package io.ehloscope.web.security;

import io.ehloscope.web.security.WebConfig.ClientPolicy;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.ValueType;
import java.time.Duration;
import java.util.List;

/** The keys of a web configuration file, as in exporter-toolkit (see its docs/web-configuration.md). */
final class WebConfigKeys {

    private static final int MAX_PEM = 1 << 20;

    static final Key<Node.Mapping> TLS = Key.optional("tls_server_config", ValueType.mapping(), "plain HTTP");
    static final Key<Node.Mapping> HTTP = Key.optional("http_server_config", ValueType.mapping(), "as below");
    static final Key<Node.Mapping> USERS = Key.optional("basic_auth_users", ValueType.mapping(), "everybody");
    static final Key<Node.Mapping> RATE = Key.optional("rate_limit", ValueType.mapping(), "none");
    static final Schema FILE = new Schema("a web configuration", List.of(TLS, HTTP, USERS, RATE));

    static final Key<String> CERT = Key.optional("cert", pem("CERTIFICATE"), "cert_file");
    static final Key<String> KEY = Key.optional("key", pem("PRIVATE KEY"), "key_file");
    static final Key<String> CLIENT_CA = Key.optional("client_ca", pem("CERTIFICATE"), "client_ca_file");
    static final Key<String> CERT_FILE = Key.optional("cert_file", ValueType.text(4096), "cert");
    static final Key<String> KEY_FILE = Key.optional("key_file", ValueType.text(4096), "key");
    static final Key<String> CLIENT_CA_FILE = Key.optional("client_ca_file", ValueType.text(4096), "client_ca");
    static final Key<ClientPolicy> CLIENT_AUTH = Key.optional("client_auth_type", clientPolicy(), "NoClientCert");
    static final Key<List<String>> ALLOWED_SANS =
            Key.optional("client_allowed_sans", ValueType.listOf(ValueType.text(1000)), "any");
    static final Key<TlsVersion> MIN_VERSION =
            Key.optional("min_version", ValueType.oneOf(TlsVersion.values(), TlsVersion::name), "TLS12");
    static final Key<TlsVersion> MAX_VERSION =
            Key.optional("max_version", ValueType.oneOf(TlsVersion.values(), TlsVersion::name), "TLS13");
    static final Key<List<String>> CIPHER_SUITES =
            Key.optional("cipher_suites", ValueType.listOf(ValueType.text(100)), "Java's own");
    static final Key<Boolean> SERVERS_ORDER = Key.optional("prefer_server_cipher_suites", bool(), "true");
    static final Key<List<String>> CURVES = Key.optional("curve_preferences", ValueType.listOf(curve()), "Java's own");
    static final Schema IN_TLS = new Schema(
            TLS.name(),
            List.of(
                    CERT,
                    KEY,
                    CLIENT_CA,
                    CERT_FILE,
                    KEY_FILE,
                    CLIENT_CA_FILE,
                    CLIENT_AUTH,
                    ALLOWED_SANS,
                    MIN_VERSION,
                    MAX_VERSION,
                    CIPHER_SUITES,
                    SERVERS_ORDER,
                    CURVES));

    static final Key<Boolean> HTTP2 = Key.optional("http2", bool(), "true");
    static final Key<Node.Mapping> HEADERS = Key.optional("headers", ValueType.mapping(), "none");
    static final Schema IN_HTTP = new Schema(HTTP.name(), List.of(HTTP2, HEADERS));

    static final Key<String> CSP = header("Content-Security-Policy");
    static final Key<String> FRAMES =
            header("X-Frame-Options", ValueType.oneOf(new String[] {"deny", "sameorigin"}, each -> each));
    static final Key<String> SNIFFING =
            header("X-Content-Type-Options", ValueType.oneOf(new String[] {"nosniff"}, each -> each));
    static final Key<String> XSS = header("X-XSS-Protection");
    static final Key<String> HSTS = header("Strict-Transport-Security");
    static final List<Key<String>> EACH_HEADER = List.of(CSP, FRAMES, SNIFFING, XSS, HSTS);
    static final Schema IN_HEADERS = new Schema(HEADERS.name(), List.copyOf(EACH_HEADER));

    static final Key<Duration> INTERVAL =
            Key.optional("interval", ValueType.duration(Duration.ZERO, Duration.ofHours(1)), "0");
    static final Key<Integer> BURST = Key.optional("burst", ValueType.integer(1, 1_000_000), "1");
    static final Schema IN_RATE = new Schema(RATE.name(), List.of(INTERVAL, BURST));

    /** The TLS versions that Java enables by default. */
    enum TlsVersion {
        TLS12("TLSv1.2"),
        TLS13("TLSv1.3");

        private final String javaName;

        TlsVersion(String javaName) {
            this.javaName = javaName;
        }

        String javaName() {
            return javaName;
        }
    }

    private WebConfigKeys() {}

    private static Key<String> header(String name) {
        return header(name, ValueType.text(4096));
    }

    private static Key<String> header(String name, ValueType<String> form) {
        return Key.optional(name, form, "ours");
    }

    private static ValueType<Boolean> bool() {
        return ValueType.oneOf(new Boolean[] {true, false}, String::valueOf);
    }

    /** Also accepts {@code RequireClientCert}, the old name of {@code RequireAnyClientCert}. */
    private static ValueType<ClientPolicy> clientPolicy() {
        ValueType<ClientPolicy> known = ValueType.oneOf(ClientPolicy.values(), ClientPolicy::label);
        return ValueType.scalar(
                known.type(),
                (scalar, what, problems) -> scalar.text().equals("RequireClientCert")
                        ? ClientPolicy.REQUIRE_ANY
                        : known.read(scalar, what, problems));
    }

    private static ValueType<String> curve() {
        return ValueType.oneOf(new String[] {"CurveP256", "CurveP384", "CurveP521", "X25519"}, each -> each);
    }

    private static ValueType<String> pem(String kind) {
        return ValueType.scalar("text in PEM, beginning with -----BEGIN", (scalar, what, problems) -> {
            String text = scalar.text().strip();
            boolean fits = text.length() <= MAX_PEM
                    && text.lines().findFirst().orElse("").matches("-----BEGIN .*" + kind + "-----\\s*");
            if (fits) {
                return text;
            }
            // The text may be a secret, so the message does not repeat it.
            problems.add(
                    scalar.location(), what + " is not a PEM " + kind, "name a file with " + what + "_file instead");
            return null;
        });
    }
}

package io.ehloscope.web.security;

import io.ehloscope.web.security.WebConfig.ClientPolicy;
import io.ehloscope.web.security.WebConfig.Pem;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.FileText;
import io.ehloscope.yaml.Problems;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Builds TLS contexts from the configuration. Reads files, and so blocks. */
final class TlsContexts {

    /** The cipher suites of TLS 1.3, which are not configurable because all of them are secure. */
    private static final String TLS_13 = "TLS_(AES|CHACHA20)_.*";

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(?<base64>[^-]+)-----END PRIVATE KEY-----");
    private static final String PKCS8_ADVICE = "write it with openssl pkcs8 -topk8 -nodes";
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    /** ALPN (RFC 7301): HTTP/2 if the client offers it; HTTP/1.1 for clients without ALPN. */
    private static final ApplicationProtocolConfig HTTP_2_OR_1 = new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);

    private TlsContexts() {}

    /** The IANA names of the cipher suites that this Java supports, without those of TLS 1.3. */
    static Set<String> cipherSuites() {
        Set<String> suites = new TreeSet<>();
        allCipherSuites().filter(each -> !each.matches(TLS_13)).forEach(suites::add);
        return suites;
    }

    /**
     * The server context for this configuration.
     *
     * @throws ConfigException if a file cannot be used
     */
    static SslContext server(WebConfig.Tls tls) {
        SslContextBuilder builder = builder(tls)
                .sslProvider(SslProvider.JDK)
                .protocols(tls.versions())
                .clientAuth(clientAuth(tls.clients()));
        if (tls.http2()) {
            builder.applicationProtocolConfig(HTTP_2_OR_1);
        }
        if (!tls.cipherSuites().isEmpty()) {
            builder.ciphers(
                    Stream.concat(allCipherSuites().filter(each -> each.matches(TLS_13)), tls.cipherSuites().stream())
                            .toList());
        }
        try {
            if (tls.clients() != ClientPolicy.NONE) {
                List<X509Certificate> authorities =
                        tls.authorities() == null ? List.of() : certificates(tls.authorities());
                builder.trustManager(ClientTrust.of(tls, authorities));
            }
            return new OrderedSslContext(builder.build(), tls.serversOrder());
        } catch (SSLException | GeneralSecurityException e) {
            throw unusable(tls.certificate(), "this is not usable for TLS: " + e.getMessage(), null);
        }
    }

    /** Checks that the key belongs to the certificate: a key of another certificate would fail every handshake. */
    private static SslContextBuilder builder(WebConfig.Tls tls) {
        List<X509Certificate> chain = certificates(tls.certificate());
        PrivateKey key = key(tls.key(), chain.get(0).getPublicKey());
        return SslContextBuilder.forServer(key, chain);
    }

    private static PrivateKey key(Pem pem, PublicKey counterpart) {
        Matcher key = PKCS8.matcher(text(pem));
        if (!key.find()) {
            throw unusable(pem, "this contains no PKCS #8 private key", PKCS8_ADVICE);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(key.group("base64"));
            PrivateKey read =
                    KeyFactory.getInstance(counterpart.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (belong(read, counterpart)) {
                return read;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(pem, "this is not a private key of the certificate's type", PKCS8_ADVICE);
        }
        throw unusable(pem, "this key belongs to another certificate", "use the key_file that belongs to cert_file");
    }

    private static boolean belong(PrivateKey key, PublicKey counterpart) throws GeneralSecurityException {
        String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm());
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(counterpart);
        return signature.verify(signed);
    }

    private static ClientAuth clientAuth(ClientPolicy clients) {
        if (clients == ClientPolicy.NONE) {
            return ClientAuth.NONE;
        }
        return clients.isRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
    }

    private static List<X509Certificate> certificates(Pem pem) {
        try {
            Collection<?> read = CertificateFactory.getInstance("X.509").generateCertificates(stream(text(pem)));
            List<X509Certificate> chain = new ArrayList<>();
            read.forEach(each -> chain.add((X509Certificate) each));
            if (chain.isEmpty()) {
                throw unusable(pem, "this contains no certificate", "it begins with -----BEGIN CERTIFICATE-----");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw unusable(pem, "this is not a PEM certificate", "it begins with -----BEGIN CERTIFICATE-----");
        }
    }

    /**
     * The text of certificates or a key, read from the file if it is not in the configuration.
     *
     * @throws ConfigException if the file cannot be read
     */
    static String text(Pem pem) {
        if (pem.text() != null) {
            return pem.text();
        }
        Path file = pem.file();
        if (file == null) {
            throw new IllegalStateException("neither a file nor a text");
        }
        Problems problems = new Problems(file.toString());
        String text = FileText.readRegular(file, problems);
        if (text == null) {
            throw new ConfigException(problems);
        }
        return text;
    }

    private static ConfigException unusable(Pem pem, String sentence, @Nullable String suggestion) {
        Problems problems = new Problems(
                pem.file() == null ? "web configuration" : pem.file().toString());
        problems.add(null, sentence, suggestion);
        return new ConfigException(problems);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> allCipherSuites() {
        try {
            return Arrays.stream(
                    SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot speak TLS: " + e.getMessage(), e);
        }
    }
}

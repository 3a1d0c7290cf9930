package io.ehloscope.dialogue;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Certificates and authorities for tests. */
public final class Certificates {

    static final String HOST = "mail.example.com";

    private static final Instant NOW = Instant.now();

    private Certificates() {}

    /** A root that no trust store contains. */
    public static X509Bundle root() {
        return build(builder -> builder.subject("CN=Our Root").setIsCertificateAuthority(true), null);
    }

    /** An authority that another one issues. */
    public static X509Bundle authority(String name, X509Bundle above) {
        return build(builder -> builder.subject("CN=" + name).setIsCertificateAuthority(true), above);
    }

    /** An expired authority. */
    public static X509Bundle expiredAuthority(String name, X509Bundle above) {
        return build(builder -> expired(builder.subject("CN=" + name).setIsCertificateAuthority(true)), above);
    }

    /** A server certificate for {@link #HOST}, with changes; self-signed if the issuer is null. */
    public static X509Bundle server(X509Bundle issuer, UnaryOperator<CertificateBuilder> change) {
        return build(builder -> change.apply(builder.subject("CN=" + HOST).addSanDnsName(HOST)), issuer);
    }

    /** A server certificate for {@link #HOST}; self-signed if the issuer is null. */
    public static X509Bundle server(X509Bundle issuer) {
        return server(issuer, UnaryOperator.identity());
    }

    /** Makes the certificate expired. */
    public static CertificateBuilder expired(CertificateBuilder builder) {
        return builder.notBefore(Instant.parse("2024-01-01T12:00:00Z")).notAfter(Instant.parse("2024-03-01T12:00:00Z"));
    }

    /** Makes the certificate valid only in the future. */
    public static CertificateBuilder future(CertificateBuilder builder) {
        return builder.notBefore(Instant.parse("2222-03-01T12:00:00Z")).notAfter(Instant.parse("2222-04-01T12:00:00Z"));
    }

    /** The server's TLS context with this certificate, and those between it and the root. */
    static SslContext serving(X509Bundle bundle, String... versions) {
        return serving(bundle, List.of(), versions);
    }

    /** {@link #serving(X509Bundle, String...)} with only these cipher suites; all if the list is empty. */
    static SslContext serving(X509Bundle bundle, List<String> suites, String... versions) {
        return serving(bundle, bundle.getCertificatePath(), suites, versions);
    }

    static SslContext serving(X509Bundle bundle, X509Certificate[] chain, List<String> suites, String... versions) {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(
                            bundle.getKeyPair().getPrivate(), chain)
                    .sslProvider(SslProvider.JDK);
            if (versions.length > 0) {
                builder.protocols(versions);
            }
            if (!suites.isEmpty()) {
                builder.ciphers(suites);
            }
            return builder.build();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A certificate with so many intermediate certificates that the whole chain has this length. */
    static X509Bundle withChainLength(X509Bundle root, int length) {
        X509Bundle above = root;
        for (int i = 1; i < length; i++) {
            above = authority("Authority " + i, above);
        }
        return server(above);
    }

    private static X509Bundle build(UnaryOperator<CertificateBuilder> how, X509Bundle issuer) {
        CertificateBuilder builder = how.apply(new CertificateBuilder()
                .ecp256()
                .notBefore(NOW.minus(Duration.ofDays(1)))
                .notAfter(NOW.plus(Duration.ofDays(30))));
        try {
            return issuer == null
                    ? builder.setIsCertificateAuthority(true).buildSelfSigned()
                    : builder.buildIssuedBy(issuer);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

package io.ehloscope.simulator;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * The authority that issues the certificates of a simulated fleet, with new keys for each instance. The JDK reads
 * certificates but does not write them, and the library that tests use for certificates would make the program half as
 * large again.
 */
public final class TestCertificates {

    private static final Duration AGE = Duration.ofDays(400);
    private static final int SHORT_BITS = 1_024;
    private static final Duration YEARS = Duration.ofDays(3_650);
    private static final X500Principal AUTHORITY = new X500Principal("CN=Example Corp Authority, O=Example Corp");

    private static final byte[] ECDSA_WITH_SHA256 = Der.hex("300a06082a8648ce3d040302");
    private static final byte[] BASIC_CONSTRAINTS = Der.hex("0603551d13");
    private static final byte[] ALTERNATIVE_NAMES = Der.hex("0603551d11");

    private final Instant now;
    private final KeyPair ownKeys;
    private final KeyPair serverKeys;
    private final KeyPair shortKeys;
    private final X509Certificate authority;
    private final AtomicInteger serial = new AtomicInteger();

    /** An authority with new keys. */
    public TestCertificates(Clock clock) {
        try {
            now = clock.instant();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            ownKeys = generator.generateKeyPair();
            serverKeys = generator.generateKeyPair();
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(SHORT_BITS);
            shortKeys = rsa.generateKeyPair();
            byte[] isAuthority =
                    Der.sequence(BASIC_CONSTRAINTS, Der.booleanTrue(), Der.octets(Der.sequence(Der.booleanTrue())));
            authority = signed(
                    AUTHORITY,
                    ownKeys,
                    AUTHORITY,
                    ownKeys.getPrivate(),
                    new Validity(now.minus(AGE), now.plus(YEARS)),
                    isAuthority);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has RSA and elliptic curves", impossible);
        }
    }

    /** The certificate of the authority. */
    public X509Certificate authority() {
        return authority;
    }

    /** A certificate of this kind for a host. */
    X509Certificate certificate(String host, Credential credential) {
        String name = credential == Credential.OTHER_NAME ? "old-" + host : host;
        X500Principal subject = new X500Principal("CN=" + name);
        byte[] names = Der.sequence(ALTERNATIVE_NAMES, Der.octets(Der.sequence(Der.dnsName(name))));
        KeyPair keys = keys(credential);
        Validity validity = new Validity(now.minus(credential.age()), now.plus(credential.left()));
        try {
            return credential == Credential.SELF_SIGNED
                    ? signed(subject, keys, subject, keys.getPrivate(), validity, names)
                    : signed(subject, keys, AUTHORITY, ownKeys.getPrivate(), validity, names);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has elliptic curves", impossible);
        }
    }

    /** The TLS settings of a server with working TLS and such a certificate. */
    public SslContext serving(String host, Credential credential) {
        return serving(host, SimulatedTls.with(credential));
    }

    /** The TLS settings of a server of this kind. */
    SslContext serving(String host, SimulatedTls kind) {
        Credential credential = kind.credential();
        TlsService service = kind.service();
        KeyManager[] keys = service == TlsService.WITHOUT_CERTIFICATE
                ? new KeyManager[0]
                : new KeyManager[] {new OneKey(keys(credential).getPrivate(), certificate(host, credential))};
        String[] protocols = service.protocol() == null ? null : new String[] {service.protocol()};
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            // No trust managers: by default, Java reads all the authorities that it trusts.
            tls.init(keys, new TrustManager[0], null);
            return new JdkSslContext(
                    tls,
                    false,
                    service.suites(),
                    IdentityCipherSuiteFilter.INSTANCE,
                    null,
                    ClientAuth.NONE,
                    protocols,
                    false);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has TLS", impossible);
        }
    }

    private KeyPair keys(Credential credential) {
        return credential == Credential.SHORT_KEY ? shortKeys : serverKeys;
    }

    private record Validity(Instant from, Instant to) {}

    /** A signed certificate (RFC 5280 section 4.1). */
    private X509Certificate signed(
            X500Principal subject,
            KeyPair keys,
            X500Principal issuer,
            PrivateKey issuerKey,
            Validity validity,
            byte[] extension)
            throws GeneralSecurityException {
        byte[] certified = Der.sequence(
                Der.explicit(0, Der.integer(2)), // version 3
                Der.integer(serial.incrementAndGet()),
                ECDSA_WITH_SHA256,
                issuer.getEncoded(),
                Der.sequence(Der.time(validity.from), Der.time(validity.to)),
                subject.getEncoded(),
                keys.getPublic().getEncoded(),
                Der.explicit(3, Der.sequence(extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuerKey);
        signature.update(certified);
        byte[] whole = Der.sequence(certified, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }
}

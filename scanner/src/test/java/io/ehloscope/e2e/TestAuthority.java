package io.ehloscope.e2e;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/** A private certificate authority with an intermediate authority, which no default trust store contains. */
final class TestAuthority {

    /** The names of the authorities, and that of the servers. */
    static final String ROOT = "CN=Test Root";

    static final String ISSUER = "CN=Test Issuer";
    static final String HOST = "localhost";

    private static final Duration AGE = Duration.ofDays(40);

    private final Path directory;
    private final Path file;
    private final X509Bundle issuer;

    /** Creates both authorities, and writes the root certificate to a file in this directory. */
    TestAuthority(Path directory) throws Exception {
        this.directory = directory;
        X509Bundle root = authority(ROOT).buildSelfSigned();
        this.issuer = authority(ISSUER).buildIssuedBy(root);
        this.file = Files.writeString(directory.resolve("authority.pem"), root.getCertificatePEM());
    }

    /** The file with the root certificate alone. */
    Path file() {
        return file;
    }

    /** A valid certificate for {@value #HOST}. */
    TestCertificate valid() throws Exception {
        return issue("valid", Instant.now().plus(Duration.ofDays(2)));
    }

    /** A certificate for {@value #HOST} that expired yesterday. */
    TestCertificate expired() throws Exception {
        return issue("expired", Instant.now().minus(Duration.ofDays(1)));
    }

    private TestCertificate issue(String name, Instant end) throws Exception {
        X509Bundle server = new CertificateBuilder()
                .rsa2048()
                .subject("CN=" + HOST)
                .addSanDnsName(HOST)
                .notBefore(Instant.now().minus(AGE))
                .notAfter(end)
                .buildIssuedBy(issuer);
        Path certificate = Files.writeString(directory.resolve(name + ".pem"), server.getCertificatePathPEM());
        return new TestCertificate(certificate, secret(directory.resolve(name + ".key"), server.getPrivateKeyPEM()));
    }

    private static Path secret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static CertificateBuilder authority(String name) {
        return new CertificateBuilder()
                .rsa2048()
                .subject(name)
                .setIsCertificateAuthority(true)
                .notBefore(Instant.now().minus(AGE))
                .notAfter(Instant.now().plus(AGE));
    }
}

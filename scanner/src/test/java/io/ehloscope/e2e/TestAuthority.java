package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /** A valid certificate for {@value #HOST}, which does not end soon. */
    TestCertificate valid() throws Exception {
        return issue("valid", HOST, ago(AGE), in(Duration.ofDays(30)));
    }

    /** A certificate for {@value #HOST} that expired yesterday. */
    TestCertificate expired() throws Exception {
        return issue("expired", HOST, ago(AGE), ago(Duration.ofDays(1)));
    }

    /** A certificate for {@value #HOST} that expires in five days. */
    TestCertificate expiring() throws Exception {
        return issue("expiring", HOST, ago(AGE), in(Duration.ofDays(5)));
    }

    /** A certificate for {@value #HOST} that is valid from tomorrow on. */
    TestCertificate notYetValid() throws Exception {
        return issue("early", HOST, in(Duration.ofDays(1)), in(Duration.ofDays(30)));
    }

    /** A valid certificate for another host. */
    TestCertificate otherName() throws Exception {
        return issue("other", "other.test", ago(AGE), in(Duration.ofDays(30)));
    }

    /** A valid certificate for {@value #HOST} that is signed with SHA-1. */
    TestCertificate sha1() throws Exception {
        return issueByOpenssl("sha1", 2_048, "-sha1");
    }

    /** A valid certificate for {@value #HOST} with an RSA key of 1024 bits. */
    TestCertificate shortKey() throws Exception {
        return issueByOpenssl("short", 1_024, "-sha256");
    }

    private TestCertificate issue(String name, String host, Instant begin, Instant end) throws Exception {
        X509Bundle server = new CertificateBuilder()
                .rsa2048()
                .subject("CN=" + host)
                .addSanDnsName(host)
                .notBefore(begin)
                .notAfter(end)
                .buildIssuedBy(issuer);
        Path certificate = Files.writeString(directory.resolve(name + ".pem"), server.getCertificatePathPEM());
        return new TestCertificate(certificate, secret(directory.resolve(name + ".key"), server.getPrivateKeyPEM()));
    }

    /** The library that makes the other certificates refuses weak ones. */
    private TestCertificate issueByOpenssl(String name, int bits, String digest) throws Exception {
        Path authority = Files.writeString(directory.resolve("issuer.pem"), issuer.getCertificatePEM());
        Path authorityKey = secret(directory.resolve("issuer.key"), issuer.getPrivateKeyPEM());
        Path key = secret(directory.resolve(name + ".key"), "");
        Path request = directory.resolve(name + ".csr");
        Path extensions = Files.writeString(directory.resolve(name + ".ext"), "subjectAltName=DNS:" + HOST + "\n");
        Path certificate = directory.resolve(name + ".pem");
        openssl(
                "req",
                "-new",
                "-newkey",
                "rsa:" + bits,
                "-nodes",
                "-subj",
                "/CN=" + HOST,
                "-keyout",
                key,
                "-out",
                request);
        openssl(
                "x509",
                "-req",
                "-in",
                request,
                digest,
                "-days",
                "30",
                "-set_serial",
                bits,
                "-extfile",
                extensions,
                "-CA",
                authority,
                "-CAkey",
                authorityKey,
                "-out",
                certificate);
        Files.writeString(certificate, issuer.getCertificatePEM(), StandardOpenOption.APPEND);
        return new TestCertificate(certificate, key);
    }

    private static void openssl(Object... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Installed.program("openssl").toString()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        ProcessResult ended = ProcessResult.run(command);
        assertThat(ended.exitCode()).as(ended.stderr()).isZero();
    }

    private static Instant ago(Duration time) {
        return Instant.now().minus(time);
    }

    private static Instant in(Duration time) {
        return Instant.now().plus(time);
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
                .notBefore(ago(AGE))
                .notAfter(in(AGE));
    }
}

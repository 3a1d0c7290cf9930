package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A self-signed certificate for {@value #NAME}, valid for two days.
 *
 * @param certificate a PEM file
 * @param key a PEM file that only its owner may read
 */
record TestCertificate(Path certificate, Path key) {

    /** Its common name. */
    static final String NAME = "mail.test";

    /** Creates one with the openssl program, in a new directory. */
    static TestCertificate in(Path directory) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(directory, "certificate");
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path certificate = own.resolve("certificate.pem");
        Path key = own.resolve("key.pem");
        ProcessResult ended = ProcessResult.run(List.of(
                Installed.program("openssl").toString(),
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=" + NAME,
                "-days",
                "2",
                "-out",
                certificate.toString(),
                "-keyout",
                key.toString()));
        assertThat(ended.exitCode()).as(ended.stderr()).isZero();
        return new TestCertificate(certificate, key);
    }
}

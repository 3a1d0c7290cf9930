package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.plan.Trust;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the authorities that are trusted: a file of PEM certificates, such as Prometheus uses for {@code ca_file}. */
final class TrustReader {

    /** The bytes of the file that are read: far more than all public authorities need. */
    private static final int MAX_BYTES = 4 << 20;

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final String WANTED = "a CA file contains PEM certificates, each between " + BEGIN + " and " + END;

    private final @Nullable Path folder;
    private final Problems problems;

    /** Reads files of an inventory in this folder; null for the working directory. */
    TrustReader(@Nullable Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    Trust read(Node.@Nullable Mapping mapping) {
        if (mapping == null) {
            return Trust.NONE;
        }
        Section section = IN_TLS_CONFIG.read(mapping, problems);
        String name = section.get(CA_FILE);
        return name == null ? Trust.NONE : new Trust(name, new CaFile(name, section.location(CA_FILE)).certificates());
    }

    /** One file, and the location of its name in the inventory. */
    private final class CaFile {
        private final String name;
        private final Location location;

        CaFile(String name, Location location) {
            this.name = name;
            this.location = location;
        }

        List<X509Certificate> certificates() {
            try {
                Path path = folder == null ? Path.of(name) : folder.resolve(name);
                if (!Files.isRegularFile(path)) {
                    String what = Files.exists(path) ? "this is not a regular file" : "there is no such file";
                    return invalid(": " + what + ": " + path, null);
                }
                return certificates(text(path));
            } catch (InvalidPathException e) {
                return invalid(" is not a valid file name: " + e.getReason(), null);
            } catch (AccessDeniedException e) {
                return invalid(": this file is not readable", "check its permissions");
            } catch (IOException e) {
                return invalid(" cannot be read: " + e.getMessage(), null);
            }
        }

        private String text(Path path) throws IOException {
            try (InputStream in = Files.newInputStream(path)) {
                return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
            }
        }

        private List<X509Certificate> certificates(String text) {
            List<X509Certificate> all = new ArrayList<>();
            for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin + 1)) {
                int end = text.indexOf(END, begin);
                String pem = end < 0 ? text.substring(begin) : text.substring(begin, end + END.length());
                X509Certificate certificate = certificate(pem);
                if (certificate == null) {
                    long line = 1 + text.substring(0, begin).lines().count();
                    return invalid(": the certificate that begins in its line " + line + " is incomplete", WANTED);
                }
                all.add(certificate);
            }
            if (all.isEmpty()) {
                boolean key = text.contains("PRIVATE KEY-----");
                return invalid(" contains no certificate" + (key ? ", but a private key" : ""), WANTED);
            }
            return all;
        }

        private List<X509Certificate> invalid(String sentence, @Nullable String suggestion) {
            problems.add(location, CA_FILE.name() + " " + ValueType.quoted(name) + sentence, suggestion);
            return List.of();
        }
    }

    private static @Nullable X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (CertificateException notWhole) {
            return null;
        }
    }
}

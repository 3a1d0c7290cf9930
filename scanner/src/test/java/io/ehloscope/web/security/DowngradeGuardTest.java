package io.ehloscope.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The changes of a web configuration that a running service rejects. */
class DowngradeGuardTest {

    private static final String HASH = "'$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze'";
    private static final String CHANGED = "'$2y$10$aDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze'";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        users: a              | nothing                  | the passwords
        users: a, b           | nothing                  | the passwords
        users: a              | users:                   | the passwords
        tls                   | nothing                  | TLS
        tls: ANY              | nothing                  | TLS
        tls: REQUEST          | tls                      | ``
        tls: GIVEN            | tls                      | the check of client certificates
        tls: GIVEN            | tls: REQUEST             | the check of client certificates
        tls: GIVEN            | tls: ANY                 | the check of client certificates
        tls: ANY              | tls                      | the check of client certificates
        tls: ANY              | tls: REQUEST             | the check of client certificates
        tls: ANY              | tls: GIVEN               | the check of client certificates
        tls: VERIFY           | tls: ANY                 | the check of client certificates
        tls: VERIFY           | tls: GIVEN               | the check of client certificates
        tls: VERIFY, ca       | tls: VERIFY              | the client CA
        tls: GIVEN, ca        | tls: GIVEN               | the client CA
        tls: VERIFY, sans     | tls: VERIFY              | the check of client names
        tls: VERIFY, ca, sans | tls: REQUEST             | the check of client certificates, the client CA, the check of client names
        users: a              | users: a, b              | ``
        users: a, b           | users: b                 | ``
        users: a              | users: b                 | ``
        users: a              | users: a changed         | ``
        nothing               | users: a                 | ``
        nothing               | nothing                  | ``
        tls                   | tls: VERIFY, ca          | ``
        tls: ANY              | tls: VERIFY              | ``
        tls: VERIFY           | tls: VERIFY, ca          | ``
        tls: VERIFY, ca       | tls: VERIFY, other ca    | ``
        tls: VERIFY, sans     | tls: VERIFY, other sans  | ``
        """)
    void onlyRemovedProtectionIsReported(String before, String after, String removed) throws IOException {
        String sentences = String.join(
                ", ",
                DowngradeGuard.removed("web.yml", read(before), read(after)).stream()
                        .map(each -> each.sentence().replaceAll("this takes (.*) off: .*", "$1"))
                        .toList());

        assertThat(sentences).isEqualTo(removed == null ? "" : removed);
    }

    private WebConfig read(String words) throws IOException {
        return WebConfigReader.read(Files.writeString(folder.resolve("web.yml"), yaml(words)));
    }

    private static String yaml(String words) {
        if (words.startsWith("users:")) {
            StringBuilder users = new StringBuilder("basic_auth_users: {");
            for (String user : words.substring("users:".length()).split(",", -1)) {
                String name = user.strip().replace(" changed", "");
                users.append(name.isEmpty() ? "" : name + ": " + (user.contains("changed") ? CHANGED : HASH) + ", ");
            }
            return users.append("}").toString().replace(", }", "}") + "\n";
        }
        if (words.equals("nothing")) {
            return "{}\n";
        }
        String policy = words.contains("VERIFY")
                ? "RequireAndVerifyClientCert"
                : words.contains("ANY")
                        ? "RequireAnyClientCert"
                        : words.contains("GIVEN")
                                ? "VerifyClientCertIfGiven"
                                : words.contains("REQUEST") ? "RequestClientCert" : "NoClientCert";
        return "tls_server_config:\n  cert_file: a\n  key_file: b\n  client_auth_type: " + policy + "\n"
                + (words.contains("ca") ? "  client_ca_file: " + (words.contains("other ca") ? "d" : "c") + "\n" : "")
                + (words.contains("sans")
                        ? "  client_allowed_sans: [" + (words.contains("other sans") ? "x" : "y") + "]\n"
                        : "");
    }
}

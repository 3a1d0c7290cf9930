package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** OpenLDAP with the Exchange servers of a small forest, as Active Directory stores them. */
final class SlapdServer {

    private static final Path DATA = Path.of("src/test/resources/io/ehloscope/e2e/active-directory");

    private SlapdServer() {}

    /** Starts one that answers without a password. */
    static RealServer start(Path parent) throws IOException, InterruptedException {
        Path slapd = Installed.program("slapd");
        Path slapadd = Installed.program("slapadd");
        return RealServer.start(parent, (directory, port) -> {
            Files.createDirectory(directory.resolve("data"));
            Path configuration = Files.writeString(directory.resolve("slapd.conf"), configuration(directory));
            load(slapadd, configuration);
            // -d keeps it in the foreground.
            return List.of(
                    slapd.toString(), "-d", "0", "-f", configuration.toString(), "-h", "ldap://127.0.0.1:" + port);
        });
    }

    private static void load(Path slapadd, Path configuration) throws IOException, InterruptedException {
        ProcessResult ended = ProcessResult.run(List.of(
                slapadd.toString(),
                "-q",
                "-f",
                configuration.toString(),
                "-l",
                DATA.resolve("directory.ldif").toString()));
        if (ended.exitCode() != 0) {
            throw new AssertionError("slapadd failed: " + ended);
        }
    }

    private static String configuration(Path directory) {
        return """
                include /etc/ldap/schema/core.schema
                include %2$s/exchange.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                rootDSE %2$s/root.ldif
                database mdb
                suffix "DC=corp,DC=example"
                directory %1$s/data
                """.formatted(directory, DATA.toAbsolutePath());
    }
}

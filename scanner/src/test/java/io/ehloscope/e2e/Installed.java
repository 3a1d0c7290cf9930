package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Programs and users of this machine. A test that needs a missing one is skipped. */
final class Installed {

    /**
     * Where {@code .ci/servers} unpacks packages that cannot be installed. If it is set, a missing program is a
     * failure.
     */
    private static final @Nullable String SERVERS = System.getenv("EHLOSCOPE_SERVERS");

    private Installed() {}

    /** The path of a program, searched below {@link #SERVERS} and then in the system's directories. */
    static Path program(String name) {
        return directories()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(name + " is not installed"));
    }

    /**
     * The path of a file that {@code .ci/servers} unpacks; {@code name} is relative to the root of the unpacked files.
     */
    static Path unpacked(String name) {
        Path file = unpacked().resolve(name);
        return Files.exists(file) ? file : missing(name + " is not unpacked");
    }

    /** A user of this machine, such as the one that a server runs as. */
    static UserPrincipal user(String name) throws IOException {
        try {
            return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
        } catch (UserPrincipalNotFoundException e) {
            return missing("there is no user " + name);
        }
    }

    /** Skips the test without root: only root can start mail servers, which change to their own users. */
    static void needRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            missing("only root can start a mail server");
        }
    }

    private static Stream<Path> directories() {
        Path servers = unpacked();
        return Stream.concat(
                Stream.of(servers.resolve("usr/sbin"), servers.resolve("usr/bin")),
                List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin").stream()
                        .map(Path::of));
    }

    private static Path unpacked() {
        return SERVERS == null ? cache().resolve("ehloscope-servers") : Path.of(SERVERS);
    }

    private static Path cache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    }

    private static <T> T missing(String what) {
        String sentence = what + ": run .ci/servers as root";
        if (SERVERS != null) {
            return fail(sentence);
        }
        return Assumptions.abort(sentence);
    }
}

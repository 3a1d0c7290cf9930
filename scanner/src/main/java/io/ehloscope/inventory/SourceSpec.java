package io.ehloscope.inventory;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source of targets outside of the inventory, in a form of Prometheus' service discovery. */
public sealed interface SourceSpec {

    /** The name in messages and metrics: the globs, or the URL without user information and query. */
    String name();

    /**
     * Files: {@code file_sd}.
     *
     * @param globs the globs of the files, as the inventory has them
     * @param folder the folder to which they are relative
     */
    record Files(List<String> globs, Path folder) implements SourceSpec {
        /** Copies the list. */
        public Files {
            globs = List.copyOf(globs);
        }

        @Override
        public String name() {
            return String.join(", ", globs);
        }
    }

    /**
     * An HTTP endpoint: {@code http_sd}.
     *
     * @param url the URL, with the scheme http or https
     * @param refresh the time from one request to the next
     * @param caFile PEM certificates of the authorities that are trusted; null for those of this machine's Java
     * @param tokenFile a file with a bearer token; null for none
     * @param username the user name for basic authentication; null for none
     * @param passwordFile a file with the password of that user; null for none
     */
    record Http(
            URI url,
            Duration refresh,
            @Nullable Path caFile,
            @Nullable Path tokenFile,
            @Nullable String username,
            @Nullable Path passwordFile)
            implements SourceSpec {
        @Override
        public String name() {
            String host = url.getHost();
            String port = url.getPort() < 0 ? "" : ":" + url.getPort();
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            return url.getScheme() + "://" + host + port + path;
        }
    }
}

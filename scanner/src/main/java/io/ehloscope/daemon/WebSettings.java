package io.ehloscope.daemon;

import io.ehloscope.web.http.WebLocation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the web server.
 *
 * @param location the listen addresses and the names of the server
 * @param config the file that configures TLS and users; null for plain HTTP without authentication
 * @param probesAnyTarget whether {@code /probe} accepts servers that are not in the inventory
 */
public record WebSettings(WebLocation location, @Nullable Path config, boolean probesAnyTarget) {}

/**
 * The HTTP endpoints of the service: routes, the API, and {@code /probe}.
 *
 * <p>{@link io.ehloscope.web.WebServer} binds the addresses and holds the bounds. Event loops only move bytes; whatever takes time
 * runs on a scheduler of its own.
 */
@NullMarked
package io.ehloscope.web;

import org.jspecify.annotations.NullMarked;

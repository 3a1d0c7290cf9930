/**
 * The HTTP endpoints of the service: routes, the API, and {@code /probe}.
 *
 * <p>{@link io.ehloscope.web.WebServer} binds the addresses and applies the bounds. Event loops only move bytes; work
 * that takes longer runs on another scheduler.
 */
@NullMarked
package io.ehloscope.web;

import org.jspecify.annotations.NullMarked;

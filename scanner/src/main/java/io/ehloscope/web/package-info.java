/**
 * The HTTP endpoints of the service: the pages for people, {@code /metrics}, and the same for programs.
 *
 * <p>{@link io.ehloscope.web.WebServer} binds the addresses and knows the bounds; {@link io.ehloscope.web.Gate} lets
 * requests in, {@link io.ehloscope.web.Router} finds who answers a path; the rest is one class for each thing that is
 * answered. Event loops only move bytes: what costs time
 * is done on a scheduler of its own.
 */
@NullMarked
package io.ehloscope.web;

import org.jspecify.annotations.NullMarked;

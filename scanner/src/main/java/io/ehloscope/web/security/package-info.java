/**
 * Who may send requests: TLS, client certificates, passwords, and rates, in the format of Prometheus' exporter-toolkit.
 *
 * <p>{@link io.ehloscope.web.security.SecurityFilter} decides about each request.
 */
@NullMarked
package io.ehloscope.web.security;

import org.jspecify.annotations.NullMarked;

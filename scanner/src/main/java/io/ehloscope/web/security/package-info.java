/**
 * Access control: TLS, client certificates, passwords, and request rates, configured in the format of Prometheus'
 * exporter-toolkit.
 *
 * <p>{@link io.ehloscope.web.security.SecurityFilter} checks each request.
 */
@NullMarked
package io.ehloscope.web.security;

import org.jspecify.annotations.NullMarked;

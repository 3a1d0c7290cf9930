/**
 * A finished scan, and the scanner itself, as Prometheus metrics.
 */
@NullMarked
package io.ehloscope.metrics;

import org.jspecify.annotations.NullMarked;

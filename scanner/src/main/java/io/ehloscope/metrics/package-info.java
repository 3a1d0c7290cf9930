/** Prometheus metrics of the current snapshot of the fleet, and of the scanner itself. */
@NullMarked
package io.ehloscope.metrics;

import org.jspecify.annotations.NullMarked;

/**
 * Generates the dashboards and runbooks in {@code grafana/}. Dashboards are Java; a runbook is a text in
 * {@code src/generate/runbooks} with places that the catalogue and the alert's rule fill in.
 */
@NullMarked
package io.ehloscope.grafana;

import org.jspecify.annotations.NullMarked;

/**
 * Results as text: one {@link io.ehloscope.report.Report} for each output format.
 */
@NullMarked
package io.ehloscope.report;

import org.jspecify.annotations.NullMarked;

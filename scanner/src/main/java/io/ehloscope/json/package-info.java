/** Results as JSON: one writer for reports, for the HTTP API and for probes, and the reader of baselines. */
@NullMarked
package io.ehloscope.json;

import org.jspecify.annotations.NullMarked;

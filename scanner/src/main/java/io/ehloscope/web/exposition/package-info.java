/**
 * {@code /metrics}: the text of the fleet, encoded once per snapshot and compressed in parts.
 */
@NullMarked
package io.ehloscope.web.exposition;

import org.jspecify.annotations.NullMarked;

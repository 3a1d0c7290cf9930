/**
 * Sources of targets outside of the inventory, in the forms of Prometheus' service discovery: reads files, requests
 * endpoints, and keeps the last good copy of each.
 */
@NullMarked
package io.ehloscope.discovery;

import org.jspecify.annotations.NullMarked;

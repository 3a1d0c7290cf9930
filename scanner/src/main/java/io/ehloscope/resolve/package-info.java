/**
 * From names to addresses, and from domains to their MX hosts.
 *
 * <p>A stage of its own, with its own bound, because a burst of lookups loses answers where a burst of connects does not:
 * {@link io.ehloscope.resolve.Resolver} answers with {@link io.ehloscope.resolve.Lookup a result or a failure}, never with
 * an error; the scan bounds how many lookups are in flight.
 */
@NullMarked
package io.ehloscope.resolve;

import org.jspecify.annotations.NullMarked;

/**
 * Resolves names to addresses, and domains to their MX hosts.
 *
 * <p>Resolving is a separate stage with its own time limit, because a burst of lookups loses answers where a burst of
 * connects does not. {@link io.ehloscope.resolve.Resolver} returns
 * {@link io.ehloscope.resolve.Lookup a result or a failure}, never an error signal; the scan bounds the number of
 * concurrent lookups.
 */
@NullMarked
package io.ehloscope.resolve;

import org.jspecify.annotations.NullMarked;

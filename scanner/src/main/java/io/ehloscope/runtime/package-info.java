/**
 * What a running command owns: event loops, timers, the resolver, limits of the process, and signals.
 *
 * <p>{@link io.ehloscope.runtime.Engine} owns all of it and makes scans.
 */
@NullMarked
package io.ehloscope.runtime;

import org.jspecify.annotations.NullMarked;

/**
 * The runtime of a command: event loops, timers, the resolver, limits of the process, logging and signals.
 *
 * <p>{@link io.ehloscope.runtime.Engine} owns the event loops, timers and the resolver, and creates scans.
 */
@NullMarked
package io.ehloscope.runtime;

import org.jspecify.annotations.NullMarked;

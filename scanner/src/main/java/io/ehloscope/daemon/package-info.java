/**
 * The service process: {@link io.ehloscope.daemon.Daemon} assembles the scan loop, the web server, the storage, and the
 * reload.
 */
@NullMarked
package io.ehloscope.daemon;

import org.jspecify.annotations.NullMarked;

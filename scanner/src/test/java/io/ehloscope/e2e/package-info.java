/**
 * The packaged jar, run as its users run it, against mail servers and a Prometheus that are not ours.
 *
 * <p>The servers run in the foreground, on free ports of 127.0.0.1, as children of the test that needs them. They are
 * looked for below {@code EHLOSCOPE_SERVERS}, below the user's cache, and in the system's directories;
 * {@code .ci/servers} puts them there. Where one is missing, the tests that need it are skipped and say so.
 */
@NullMarked
package io.ehloscope.e2e;

import org.jspecify.annotations.NullMarked;

/**
 * End-to-end tests of the packaged jar with real mail servers and a real Prometheus.
 *
 * <p>The servers run in the foreground, on free ports of 127.0.0.1, as child processes of the test. Their programs are
 * searched below {@code EHLOSCOPE_SERVERS} or the user's cache, and in the system's directories; {@code .ci/servers}
 * installs them. If a program is missing, the tests that need it are skipped with a message.
 */
@NullMarked
package io.ehloscope.e2e;

import org.jspecify.annotations.NullMarked;

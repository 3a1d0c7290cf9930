/** HTTP infrastructure: listen addresses, connection limits, routes, negotiation, compressed and bounded responses. */
@NullMarked
package io.ehloscope.web.http;

import org.jspecify.annotations.NullMarked;

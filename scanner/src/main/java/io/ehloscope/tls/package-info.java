/**
 * TLS for a dialogue: the handshake, the facts of the certificate chain, and whether the chain is trusted.
 *
 * <p>{@link io.ehloscope.tls.TlsUpgrade} adds TLS to a channel. The scanner accepts every certificate, because it must
 * see what it reports; {@link io.ehloscope.tls.TrustAnchors} separately determines whether the chain is trusted.
 */
@NullMarked
package io.ehloscope.tls;

import org.jspecify.annotations.NullMarked;

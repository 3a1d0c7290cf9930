package io.ehloscope.dialogue;

import io.ehloscope.evidence.Stage;
import io.ehloscope.inventory.Settings.StarttlsMode;
import io.ehloscope.inventory.Settings.TlsMode;
import io.ehloscope.inventory.Timeouts;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one dialogue is to find out.
 *
 * @param address whom to speak to
 * @param hostName the name that a certificate should bear; null where the target is an address
 * @param ehloName the name said in EHLO and HELO
 * @param opening what to say first
 * @param starttls how far to go with STARTTLS, where the connection begins in the clear
 * @param tls when TLS begins
 * @param timeouts the bounds of the stages
 */
public record Errand(
        InetSocketAddress address,
        @Nullable String hostName,
        String ehloName,
        Opening opening,
        StarttlsMode starttls,
        TlsMode tls,
        Timeouts timeouts) {

    /** What to say first. */
    public enum Opening {
        /** EHLO, and HELO where it is refused. */
        EHLO,
        /** HELO at once: EHLO was refused on an earlier connection, which then was gone. */
        HELO
    }

    /** Whether TLS comes before the greeting. */
    boolean isTlsFirst() {
        return tls == TlsMode.IMPLICIT;
    }

    /** The stage of the EHLO that everything rests on. */
    Stage ehloStage() {
        return isTlsFirst() ? Stage.EHLO_TLS : Stage.EHLO;
    }
}

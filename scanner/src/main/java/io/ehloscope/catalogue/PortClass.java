package io.ehloscope.catalogue;

import java.util.List;
import java.util.Locale;

/** Ports that a profile may call by what they are for. */
public enum PortClass {
    /** From server to server. */
    SMTP,
    /** From clients, RFC 6409. */
    SUBMISSION,
    /** Between the services of one Exchange 2013 or later: the outbound front end, and transport beside a front end. */
    INTERNAL;

    /** As it is written. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The ports. */
    List<Integer> ports() {
        return switch (this) {
            case SMTP -> List.of(25);
            case SUBMISSION -> List.of(587);
            case INTERNAL -> List.of(717, 2525);
        };
    }
}

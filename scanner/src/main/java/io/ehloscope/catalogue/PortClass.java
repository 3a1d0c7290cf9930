package io.ehloscope.catalogue;

import java.util.List;
import java.util.Locale;

/** Groups of ports that a profile can name by their purpose. */
public enum PortClass {
    /** Relay between mail servers (RFC 5321). */
    SMTP,
    /** Message submission from clients (RFC 6409). */
    SUBMISSION,
    /** The internal ports of one Exchange 2013 or later: the outbound front end, and transport beside a front end. */
    INTERNAL;

    /** The name in a profile. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The port numbers. */
    List<Integer> ports() {
        return switch (this) {
            case SMTP -> List.of(25);
            case SUBMISSION -> List.of(587);
            case INTERNAL -> List.of(717, 2525);
        };
    }
}

package io.ehloscope.inventory;

import io.ehloscope.classify.Exemption;
import java.util.List;
import java.util.Locale;

/**
 * How one target is probed and judged: the defaults, with what its site and its server entry set put over them.
 *
 * @param profile the name of a profile, or {@code auto}
 * @param starttls how far to go with STARTTLS
 * @param resolve which of a name's addresses are probed
 * @param timeouts the bounds of the stages
 * @param retry how often and when to try again
 * @param exempt verbs whose absence is accepted, each once
 */
public record Settings(
        String profile,
        StarttlsMode starttls,
        ResolveMode resolve,
        Timeouts timeouts,
        Retry retry,
        List<Exemption> exempt) {

    /** What holds where an inventory says nothing. The port, 25, belongs to the target. */
    public static final Settings DEFAULT =
            new Settings("auto", StarttlsMode.OBSERVE, ResolveMode.FIRST, Timeouts.DEFAULT, Retry.DEFAULT, List.of());

    /** The port where an inventory names none. */
    public static final int DEFAULT_PORT = 25;

    /** Copies the list. */
    public Settings {
        exempt = List.copyOf(exempt);
    }

    /** How far to go with STARTTLS. */
    public enum StarttlsMode {
        /** Do not even look. */
        OFF,
        /** Note whether it is offered. */
        OBSERVE,
        /** Upgrade, read the certificate, say EHLO again. */
        NEGOTIATE;

        /** As it is written in an inventory. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which of a name's addresses are probed. */
    public enum ResolveMode {
        /** The first that answers. */
        FIRST,
        /** Every one. */
        ALL;

        /** As it is written in an inventory. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

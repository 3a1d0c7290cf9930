package io.ehloscope.plan;

import io.ehloscope.classify.Exemption;
import java.util.List;
import java.util.Locale;

/**
 * How one target is probed and judged: the defaults, with what its site and its server entry set put over them.
 *
 * @param profile the name of a profile, or {@code auto}
 * @param starttls how far to go with STARTTLS
 * @param tls when TLS begins
 * @param resolve which of a name's addresses are probed
 * @param timeouts the bounds of the stages
 * @param retry how often and when to try again
 * @param exempt verbs whose absence is accepted, each once
 */
public record Settings(
        String profile,
        StarttlsMode starttls,
        TlsMode tls,
        ResolveMode resolve,
        Timeouts timeouts,
        Retry retry,
        List<Exemption> exempt) {

    /** What holds where an inventory says nothing. The port, 25, belongs to the target. */
    public static final Settings DEFAULT = new Settings(
            "auto",
            StarttlsMode.OBSERVE,
            TlsMode.STARTTLS,
            ResolveMode.FIRST,
            Timeouts.DEFAULT,
            Retry.DEFAULT,
            List.of());

    /** The port where an inventory names none. */
    public static final int DEFAULT_PORT = 25;

    /** Copies the list. */
    public Settings {
        exempt = List.copyOf(exempt);
    }

    /** These settings with another profile. */
    public Settings withProfile(String other) {
        return new Settings(other, starttls, tls, resolve, timeouts, retry, exempt);
    }

    /** These settings with another STARTTLS mode. */
    public Settings withStarttls(StarttlsMode other) {
        return new Settings(profile, other, tls, resolve, timeouts, retry, exempt);
    }

    /** These settings with another TLS mode. */
    public Settings withTls(TlsMode other) {
        return new Settings(profile, starttls, other, resolve, timeouts, retry, exempt);
    }

    /** These settings with another resolve mode. */
    public Settings withResolve(ResolveMode other) {
        return new Settings(profile, starttls, tls, other, timeouts, retry, exempt);
    }

    /** These settings with other timeouts. */
    public Settings withTimeouts(Timeouts other) {
        return new Settings(profile, starttls, tls, resolve, other, retry, exempt);
    }

    /** These settings with other retries. */
    public Settings withRetry(Retry other) {
        return new Settings(profile, starttls, tls, resolve, timeouts, other, exempt);
    }

    /** These settings with other exemptions. */
    public Settings withExempt(List<Exemption> other) {
        return new Settings(profile, starttls, tls, resolve, timeouts, retry, other);
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

    /** When TLS begins. */
    public enum TlsMode {
        /** With STARTTLS, as far as {@link StarttlsMode} goes: the connection begins in the clear. */
        STARTTLS,
        /** With the first byte, as on port 465 (RFC 8314 section 3.3): all is said inside TLS. */
        IMPLICIT;

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

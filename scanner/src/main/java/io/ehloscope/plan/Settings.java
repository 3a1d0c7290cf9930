package io.ehloscope.plan;

import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.FindingRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one target is probed and classified: the defaults, overridden by the settings of its site and its server entry.
 *
 * @param profile the name of a profile, or {@code auto}
 * @param starttls how far the scanner goes with STARTTLS
 * @param tls when TLS begins
 * @param resolve which addresses of a name are probed
 * @param timeouts the bounds of the stages
 * @param retry how often and when a target is retried
 * @param exempt verbs whose absence is accepted, each once
 * @param findings what is set for findings
 * @param maintenance when it is not probed; null if always
 * @param sourceAddress the address to connect from; null if the system chooses it
 */
public record Settings(
        String profile,
        StarttlsMode starttls,
        TlsMode tls,
        ResolveMode resolve,
        Timeouts timeouts,
        Retry retry,
        List<Exemption> exempt,
        Map<FindingKind, FindingRule> findings,
        @Nullable Maintenance maintenance,
        @Nullable String sourceAddress) {

    /** The defaults of an inventory. The default port, 25, is not a setting; it belongs to the target. */
    public static final Settings DEFAULT = new Settings(
            "auto",
            StarttlsMode.OBSERVE,
            TlsMode.STARTTLS,
            ResolveMode.FIRST,
            Timeouts.DEFAULT,
            Retry.DEFAULT,
            List.of(),
            Map.of(),
            null,
            null);

    /** The default port. */
    public static final int DEFAULT_PORT = 25;

    /** Copies the list. */
    public Settings {
        exempt = List.copyOf(exempt);
        findings = Map.copyOf(findings);
    }

    /** These settings with another profile. */
    public Settings withProfile(String other) {
        return new Settings(
                other, starttls, tls, resolve, timeouts, retry, exempt, findings, maintenance, sourceAddress);
    }

    /** These settings with another STARTTLS mode. */
    public Settings withStarttls(StarttlsMode other) {
        return new Settings(
                profile, other, tls, resolve, timeouts, retry, exempt, findings, maintenance, sourceAddress);
    }

    /** These settings with another TLS mode. */
    public Settings withTls(TlsMode other) {
        return new Settings(
                profile, starttls, other, resolve, timeouts, retry, exempt, findings, maintenance, sourceAddress);
    }

    /** These settings with another resolve mode. */
    public Settings withResolve(ResolveMode other) {
        return new Settings(
                profile, starttls, tls, other, timeouts, retry, exempt, findings, maintenance, sourceAddress);
    }

    /** These settings with other timeouts. */
    public Settings withTimeouts(Timeouts other) {
        return new Settings(
                profile, starttls, tls, resolve, other, retry, exempt, findings, maintenance, sourceAddress);
    }

    /** These settings with other retries. */
    public Settings withRetry(Retry other) {
        return new Settings(
                profile, starttls, tls, resolve, timeouts, other, exempt, findings, maintenance, sourceAddress);
    }

    /** These settings with other exemptions. */
    public Settings withExempt(List<Exemption> other) {
        return new Settings(
                profile, starttls, tls, resolve, timeouts, retry, other, findings, maintenance, sourceAddress);
    }

    /** These settings with other rules for findings. */
    public Settings withFindings(Map<FindingKind, FindingRule> other) {
        return new Settings(
                profile, starttls, tls, resolve, timeouts, retry, exempt, other, maintenance, sourceAddress);
    }

    /** These settings with another maintenance. */
    public Settings withMaintenance(@Nullable Maintenance other) {
        return new Settings(profile, starttls, tls, resolve, timeouts, retry, exempt, findings, other, sourceAddress);
    }

    /** These settings with another address to connect from. */
    public Settings withSourceAddress(@Nullable String other) {
        return new Settings(profile, starttls, tls, resolve, timeouts, retry, exempt, findings, maintenance, other);
    }

    /** How far the scanner goes with STARTTLS. */
    public enum StarttlsMode {
        /** Ignores STARTTLS. */
        OFF,
        /** Records whether the server offers it. */
        OBSERVE,
        /** Upgrades the connection, reads the certificate, and sends EHLO again. */
        NEGOTIATE;

        /** The name in an inventory. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When TLS begins. */
    public enum TlsMode {
        /** With STARTTLS, as far as {@link StarttlsMode} allows: the connection starts unencrypted. */
        STARTTLS,
        /** From the first byte, as on port 465 (RFC 8314 section 3.3): the whole dialogue is inside TLS. */
        IMPLICIT;

        /** The name in an inventory. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which addresses of a name are probed. */
    public enum ResolveMode {
        /** The first address that answers. */
        FIRST,
        /** Every address. */
        ALL;

        /** The name in an inventory. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

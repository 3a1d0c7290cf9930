package io.ehloscope.classify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target is compared with.
 *
 * @param profile the name of a profile, or {@link Profile#AUTO}
 * @param port the port of the connection, which determines what is expected
 * @param exempt verbs whose absence is accepted for this target, each once; they override the exemptions of the profile
 *     for the same verb
 * @param findings what is set for findings of this target; it overrides what the profile sets
 * @param now the time by which certificates and exemptions end; null if unknown, as for a recorded reply: then none has
 *     ended
 */
public record Expectation(
        String profile,
        int port,
        List<Exemption> exempt,
        Map<FindingKind, FindingRule> findings,
        @Nullable Instant now) {

    /** Copies the collections. */
    public Expectation {
        exempt = List.copyOf(exempt);
        findings = Map.copyOf(findings);
    }

    /** A profile on a port, with only the exemptions and the rules of the profile. */
    public static Expectation of(String profile, int port) {
        return new Expectation(profile, port, List.of(), Map.of(), null);
    }

    /** This expectation on another port. */
    Expectation on(int other) {
        return new Expectation(profile, other, exempt, findings, now);
    }

    /** This expectation with what a profile sets for findings. */
    Expectation under(Profile named) {
        return named.findings().isEmpty()
                ? this
                : new Expectation(profile, port, exempt, FindingRule.merged(named.findings(), findings), now);
    }

    /** How long before its end a certificate counts as expiring; null for the default. */
    @Nullable
    Duration expiringBefore() {
        FindingRule rule = findings.get(FindingKind.CERTIFICATE_EXPIRING);
        return rule == null ? null : rule.before();
    }

    /** Whether an exemption has ended: its days are days in UTC. */
    boolean hasEnded(Exemption exemption) {
        return now != null && exemption.hasEndedBy(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }
}

package io.ehloscope.classify;

import io.ehloscope.evidence.Observation;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.VerbSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a profile with what was offered before TLS and inside it.
 *
 * <p>A verb that is expected to disappear inside TLS is checked in the reply before TLS. Every other verb is checked in
 * the later of the two replies: a verb that is offered only inside TLS counts as offered, and a verb that was offered
 * before TLS but not inside it is missing. A verb that is required only inside TLS is checked only there.
 *
 * @param required what the profile requires on this port and could be checked
 * @param missing what is missing and neither exempt nor excused, in the profile's order
 * @param exempt the exemptions of profile and inventory, with their effect
 * @param excused what is missing for a good reason that the reply shows
 * @param onlyInsideTls what is required and offered only inside TLS
 * @param lostInsideTls what is missing inside TLS although it was offered before
 * @param unexpected what the profile forbids but is offered
 */
record Comparison(
        List<Requirement> required,
        List<String> missing,
        List<ExemptVerb> exempt,
        List<Requirement> excused,
        List<String> onlyInsideTls,
        List<String> lostInsideTls,
        List<String> unexpected) {

    /** Compares a profile with an observation. Without any EHLO reply, nothing is checked. */
    static Comparison of(Profile profile, Expectation expectation, Observation seen) {
        return new Check(profile, expectation, verbs(seen.ehlo()), verbs(seen.ehloTls())).result();
    }

    /** The exemptions because of which a verb does not count as missing. */
    List<ExemptVerb> usedExemptions() {
        return exempt.isEmpty()
                ? List.of()
                : exempt.stream().filter(ExemptVerb::isUsed).toList();
    }

    /** The exemptions that have ended and whose verb is missing for that reason. */
    List<ExemptVerb> endedExemptions() {
        return exempt.isEmpty()
                ? List.of()
                : exempt.stream()
                        .filter(each -> each.ended() && each.lacking() != null && missing.contains(each.lacking()))
                        .toList();
    }

    /** The exemptions of required verbs that are offered. */
    List<ExemptVerb> unneededExemptions() {
        return exempt.isEmpty()
                ? List.of()
                : exempt.stream()
                        .filter(each -> each.state() == ExemptVerb.State.IDLE
                                && required.stream()
                                        .anyMatch(one -> one.verb()
                                                .equals(each.exemption().verb())))
                        .toList();
    }

    private static @Nullable VerbSet verbs(@Nullable EhloReply reply) {
        return reply == null ? null : reply.verbs();
    }

    /** One pass over the requirements. */
    private static final class Check {
        private final Set<String> forbidden;
        private final Expectation expectation;
        private final Map<String, Exemption> exemptions = new LinkedHashMap<>();
        private final Map<String, String> lackingByVerb = new HashMap<>();
        private final @Nullable VerbSet plain;
        private final @Nullable VerbSet tls;
        private final List<Requirement> required = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private final List<Requirement> excused = new ArrayList<>();
        private final List<String> onlyInsideTls = new ArrayList<>();
        private final List<String> lostInsideTls = new ArrayList<>();

        Check(Profile profile, Expectation expectation, @Nullable VerbSet plain, @Nullable VerbSet tls) {
            int port = expectation.port();
            this.forbidden = profile.rulesOn(port).forbid();
            this.expectation = expectation;
            for (Exemption each : Exemption.merged(profile.exempt(), expectation.exempt())) {
                exemptions.put(each.verb(), each);
            }
            this.plain = plain;
            this.tls = tls;
            Map<String, Requirement> inside = new LinkedHashMap<>();
            if (tls != null) {
                profile.requiredOn(port, true).forEach(each -> inside.put(each.verb(), each));
            }
            for (Requirement each : profile.requiredOn(port, false)) {
                Requirement later = inside.remove(each.verb());
                if (tls != null && later != null) {
                    check(later, tls, plain);
                } else if (plain != null) {
                    check(each, plain, null);
                }
            }
            if (tls != null) {
                inside.values().forEach(each -> check(each, tls, null));
            }
        }

        Comparison result() {
            return new Comparison(
                    List.copyOf(required),
                    List.copyOf(missing),
                    exempt(),
                    List.copyOf(excused),
                    List.copyOf(onlyInsideTls),
                    List.copyOf(lostInsideTls),
                    unexpected());
        }

        private void check(Requirement each, VerbSet where, @Nullable VerbSet before) {
            required.add(each);
            String lacking = each.lackingIn(where);
            boolean wasOffered = before != null && each.lackingIn(before) == null;
            if (lacking == null) {
                if (before != null && !wasOffered) {
                    onlyInsideTls.add(each.verb());
                }
                return;
            }
            lackingByVerb.put(each.verb(), lacking);
            if (isExempt(each.verb())) {
                return;
            }
            if (each.excuse() != null && each.excuse().appliesTo(where)) {
                excused.add(each);
            } else {
                missing.add(lacking);
                if (wasOffered) {
                    lostInsideTls.add(lacking);
                }
            }
        }

        private boolean isExempt(String verb) {
            Exemption exemption = exemptions.get(verb);
            return exemption != null && !expectation.hasEnded(exemption);
        }

        private List<ExemptVerb> exempt() {
            List<ExemptVerb> all = new ArrayList<>(exemptions.size());
            for (Exemption each : exemptions.values()) {
                all.add(new ExemptVerb(each, lackingByVerb.get(each.verb()), expectation.hasEnded(each)));
            }
            return List.copyOf(all);
        }

        private List<String> unexpected() {
            Set<String> there = new LinkedHashSet<>();
            addForbidden(plain, there);
            addForbidden(tls, there);
            return List.copyOf(there);
        }

        private void addForbidden(@Nullable VerbSet offered, Set<String> there) {
            if (offered != null && !forbidden.isEmpty()) {
                for (String key : offered.keys()) {
                    if (forbidden.contains(key)) {
                        there.add(key);
                    }
                }
            }
        }
    }
}

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
 * A profile held against what was offered before TLS and inside it.
 *
 * <p>A verb that rightly vanishes inside TLS is looked for before it. Every other verb is looked for in the later reply
 * of the two: what is offered only inside TLS is offered, and what was offered before and is gone inside is missing. A
 * verb that is due inside TLS only is looked for nowhere else.
 *
 * @param required what the profile asks for on this port, of what could be looked for
 * @param missing what is not there and neither exempt nor excused, in the profile's order
 * @param exempt the exemptions of profile and inventory, and what came of them
 * @param excused what is not there for a good reason that the reply shows
 * @param onlyInsideTls what is required, and offered inside TLS only
 * @param lostInsideTls what is missing inside TLS although it was offered before
 * @param unexpected what the profile forbids and is there
 */
record Comparison(
        List<Requirement> required,
        List<String> missing,
        List<ExemptVerb> exempt,
        List<Requirement> excused,
        List<String> onlyInsideTls,
        List<String> lostInsideTls,
        List<String> unexpected) {

    /** Compares; at least one of the two replies should be there, or nothing is looked for. */
    static Comparison of(Profile profile, Expectation expectation, Observation seen) {
        return new Looking(profile, expectation, verbs(seen.ehlo()), verbs(seen.ehloTls())).result();
    }

    /** The exemptions by which something is not missed. */
    List<ExemptVerb> forgiven() {
        return exempt.isEmpty()
                ? List.of()
                : exempt.stream().filter(ExemptVerb::isUsed).toList();
    }

    /** The exemptions that ended, and whose verb is missing for that. */
    List<ExemptVerb> ended() {
        return exempt.isEmpty()
                ? List.of()
                : exempt.stream()
                        .filter(each -> each.ended() && each.lacking() != null && missing.contains(each.lacking()))
                        .toList();
    }

    /** The exemptions of required verbs that are there. */
    List<ExemptVerb> needless() {
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
    private static final class Looking {
        private final Set<String> forbidden;
        private final Expectation expectation;
        private final Map<String, Exemption> exemptions = new LinkedHashMap<>();
        private final Map<String, String> lackingOf = new HashMap<>();
        private final @Nullable VerbSet plain;
        private final @Nullable VerbSet tls;
        private final List<Requirement> required = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private final List<Requirement> excused = new ArrayList<>();
        private final List<String> onlyInsideTls = new ArrayList<>();
        private final List<String> lostInsideTls = new ArrayList<>();

        Looking(Profile profile, Expectation expectation, @Nullable VerbSet plain, @Nullable VerbSet tls) {
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
                    look(later, tls, plain);
                } else if (plain != null) {
                    look(each, plain, null);
                }
            }
            if (tls != null) {
                inside.values().forEach(each -> look(each, tls, null));
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

        private void look(Requirement each, VerbSet where, @Nullable VerbSet before) {
            required.add(each);
            String lacking = each.lackingIn(where);
            boolean wasThere = before != null && each.lackingIn(before) == null;
            if (lacking == null) {
                if (before != null && !wasThere) {
                    onlyInsideTls.add(each.verb());
                }
                return;
            }
            lackingOf.put(each.verb(), lacking);
            if (isExempt(each.verb())) {
                return;
            }
            if (each.excuse() != null && each.excuse().appliesTo(where)) {
                excused.add(each);
            } else {
                missing.add(lacking);
                if (wasThere) {
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
                all.add(new ExemptVerb(each, lackingOf.get(each.verb()), expectation.hasEnded(each)));
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

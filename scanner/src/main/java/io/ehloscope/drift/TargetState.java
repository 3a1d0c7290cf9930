package io.ehloscope.drift;

import io.ehloscope.classify.Product;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.EhloReply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a target's result that is compared between scans. Null means unknown.
 *
 * @param target the target's id
 * @param site the name of the target's site
 * @param verdict the verdict
 * @param product the product's name
 * @param version the product's version or range
 * @param plain the verbs offered before TLS
 * @param insideTls the verbs offered inside TLS
 * @param starttls the state of STARTTLS
 * @param certificate the certificate in the handshake
 */
public record TargetState(
        String target,
        String site,
        Verdict verdict,
        @Nullable String product,
        @Nullable String version,
        @Nullable OfferedVerbs plain,
        @Nullable OfferedVerbs insideTls,
        @Nullable Starttls starttls,
        @Nullable Certificate certificate) {

    /**
     * The state in a result. It has more than the verdict only if the server answered and no middlebox masked its
     * reply.
     */
    public static TargetState of(TargetResult result) {
        Observation seen = result.observation();
        Product product = result.assessment().product();
        TargetState all = new TargetState(
                result.target().id(),
                result.target().site(),
                result.verdict(),
                product == null ? null : product.name(),
                product == null ? null : product.version(),
                offer(seen.ehlo()),
                offer(seen.ehloTls()),
                seen.starttls(),
                seen.tls() == null ? null : Certificate.of(seen.tls()));
        boolean whole = result.isAnswered() && result.assessment().masked().isEmpty();
        return whole ? all.knownPart() : all.onlyVerdict();
    }

    /**
     * This state without the values that its verdict makes unknown: if a middlebox masks replies or addresses disagree,
     * one list of verbs is not the target's offer; a skipped target has no values.
     */
    public TargetState knownPart() {
        return switch (verdict) {
            case MASKED, INCONSISTENT, SKIPPED -> onlyVerdict();
            default -> this;
        };
    }

    /** This state with only the id, the site and the verdict. */
    public TargetState onlyVerdict() {
        return new TargetState(target, site, verdict, null, null, null, null, null, null);
    }

    /**
     * This state, with unknown values taken from an earlier state. The verdict stays, unless the target was skipped.
     */
    public TargetState over(TargetState before) {
        return new TargetState(
                target,
                site,
                verdict == Verdict.SKIPPED ? before.verdict : verdict,
                product == null ? before.product : product,
                product == null ? before.version : version,
                plain == null ? before.plain : plain,
                insideTls == null ? before.insideTls : insideTls,
                starttls == null ? before.starttls : starttls,
                certificate == null ? before.certificate : certificate);
    }

    /** This state with offers from the pool, because many targets have the same offers. */
    public TargetState sharing(Map<OfferedVerbs, OfferedVerbs> pool) {
        return new TargetState(
                target,
                site,
                verdict,
                product,
                version,
                pooled(plain, pool),
                pooled(insideTls, pool),
                starttls,
                certificate);
    }

    private static @Nullable OfferedVerbs pooled(@Nullable OfferedVerbs offer, Map<OfferedVerbs, OfferedVerbs> pool) {
        return offer == null ? null : pool.computeIfAbsent(offer, same -> same);
    }

    private static @Nullable OfferedVerbs offer(@Nullable EhloReply reply) {
        return reply == null ? null : OfferedVerbs.of(reply.verbs());
    }
}

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
 * What of one target's result is compared with another scan's. What is null is unknown.
 *
 * @param target its id
 * @param site its site's name
 * @param verdict what it came to
 * @param product the product's name
 * @param version the product's version or range
 * @param plain what is offered before TLS
 * @param insideTls what is offered inside TLS
 * @param starttls what became of STARTTLS
 * @param certificate what the handshake showed
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

    /** The traits of a result. */
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
        return whole ? all.asFarAsItIsKnown() : all.withVerdictAlone();
    }

    /**
     * These traits without those that the verdict says nobody can know: under a mask and where addresses disagree, one
     * list of verbs is not what the target offers; what was not looked at has none.
     */
    public TargetState asFarAsItIsKnown() {
        return switch (verdict) {
            case MASKED, INCONSISTENT, SKIPPED -> withVerdictAlone();
            default -> this;
        };
    }

    /** What is left of a target that gave no whole answer. */
    public TargetState withVerdictAlone() {
        return new TargetState(target, site, verdict, null, null, null, null, null, null);
    }

    /**
     * These traits, and what was known before of whatever is unknown now. The verdict is the present one, unless the
     * target was not looked at.
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

    /** These traits with offers from the pool, which most targets share with others. */
    public TargetState sharing(Map<OfferedVerbs, OfferedVerbs> pool) {
        return new TargetState(
                target,
                site,
                verdict,
                product,
                version,
                shared(plain, pool),
                shared(insideTls, pool),
                starttls,
                certificate);
    }

    private static @Nullable OfferedVerbs shared(@Nullable OfferedVerbs offer, Map<OfferedVerbs, OfferedVerbs> pool) {
        return offer == null ? null : pool.computeIfAbsent(offer, same -> same);
    }

    private static @Nullable OfferedVerbs offer(@Nullable EhloReply reply) {
        return reply == null ? null : OfferedVerbs.of(reply.verbs());
    }
}

package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What decides which causes and remedies of a finding apply to a target.
 *
 * @param family the family of the product; null if unknown
 * @param platforms the platforms that the target can be: several if unknown or ambiguous, none for a product that is
 *     not among them
 * @param stage where the dialogue failed; null if the finding is not about a failure
 * @param reason why it failed; null if the finding is not about a failure
 * @param code the enhanced status code of the reply that caused the failure, such as 4.3.2; null if there is none
 */
public record Circumstances(
        Product.@Nullable Family family,
        Set<Platform> platforms,
        @Nullable Stage stage,
        @Nullable Reason reason,
        @Nullable String code) {

    /** Nothing is known about the target. */
    public static final Circumstances UNKNOWN = new Circumstances(null, Platform.all(), null, null, null);

    /** Copies the platforms. */
    public Circumstances {
        platforms = Set.copyOf(platforms);
    }

    /** Only the family of the product is known. */
    public static Circumstances of(Product.Family family) {
        return new Circumstances(family, Platform.of(family), null, null, null);
    }

    /** Only the platform is known. */
    public static Circumstances of(Platform platform) {
        return new Circumstances(platform.family(), Set.of(platform), null, null, null);
    }

    /** The circumstances of a finding of this kind. */
    public static Circumstances of(FindingKind kind, ProbeOutcome outcome, Assessment assessment) {
        Failure failure = failure(kind, outcome);
        return new Circumstances(
                family(assessment),
                Platform.of(assessment),
                failure == null ? null : failure.stage(),
                failure == null ? null : failure.reason(),
                failure == null ? null : failure.enhancedCode());
    }

    /** The failure that a finding of this kind is about; null if it is about none. */
    private static @Nullable Failure failure(FindingKind kind, ProbeOutcome outcome) {
        Failure last = outcome instanceof ProbeOutcome.Failed failed ? failed.failure() : null;
        return switch (kind) {
            case STARTTLS_FAILED -> {
                Failure later = outcome.observation().laterFailure();
                yield later == null ? last : later;
            }
            case UNREACHABLE, REFUSED, DEFERRED, MASKED, HELO_ONLY -> last;
            default -> null;
        };
    }

    /** Microsoft's if Exchange verbs are missing, otherwise that of the product. */
    private static Product.@Nullable Family family(Assessment assessment) {
        Integer missing = assessment.missingExchangeVerbs();
        if (missing != null && missing > 0) {
            return Product.Family.MICROSOFT;
        }
        return assessment.product() == null ? null : assessment.product().family();
    }
}

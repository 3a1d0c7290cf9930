package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules also hold for replies that were not known when the rules were written. */
class MadeUpRepliesTest {

    private static final Classifier CLASSIFIER = Catalogue.load().classifier(Map.of());

    static List<MadeUp> replies() {
        return MadeUp.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replies")
    void verdictIsThatOfTheExpert(MadeUp each) {
        Assessment assessment = CLASSIFIER.assess(each.outcome(), each.expectation());
        String reasons = String.join("\n", assessment.reasons());

        assertThat(assessment.verdict().label()).as(reasons).isEqualTo(each.text("verdict"));
        Product product = assessment.product();
        String name = product == null ? "unknown" : product.name();
        if (each.text("product") != null) {
            assertThat(name).as(reasons).isEqualTo(each.text("product"));
        }
        if (each.text("notproduct") != null) {
            assertThat(name).as(reasons).isNotEqualTo(each.text("notproduct"));
        }
        if (each.text("version") != null) {
            assertThat(product).isNotNull();
            assertThat(product.version()).isEqualTo(each.text("version"));
        }
        if (each.text("confidence") != null) {
            assertThat(product).isNotNull();
            assertThat(product.confidence().label()).as(reasons).isEqualTo(each.text("confidence"));
        }
        if (each.text("says") != null) {
            assertThat(reasons).contains(each.text("says"));
        }
        each.words("hints").forEach(hint -> assertThat(reasons).contains("could be " + hint + "; that is a guess"));
    }

    @Test
    void everyReplyHasItsOwnName() {
        Set<String> names = new HashSet<>();

        assertThat(replies()).hasSizeGreaterThan(20).allMatch(each -> names.add(each.toString()));
    }
}

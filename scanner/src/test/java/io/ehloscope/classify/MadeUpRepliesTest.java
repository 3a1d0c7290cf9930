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

/** Rules are to hold for replies that nobody had before him when he wrote them. */
class MadeUpRepliesTest {

    private static final Classifier CLASSIFIER = Catalogue.load().classifier(Map.of());

    static List<MadeUp> replies() {
        return MadeUp.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replies")
    void theVerdictIsThatOfSomebodyWhoKnows(MadeUp each) {
        Assessment assessment = CLASSIFIER.assess(each.outcome(), each.expectation());
        String said = String.join("\n", assessment.reasons());

        assertThat(assessment.verdict().label()).as(said).isEqualTo(each.text("verdict"));
        Product product = assessment.product();
        String name = product == null ? "unknown" : product.name();
        if (each.text("product") != null) {
            assertThat(name).as(said).isEqualTo(each.text("product"));
        }
        if (each.text("notproduct") != null) {
            assertThat(name).as(said).isNotEqualTo(each.text("notproduct"));
        }
        if (each.text("version") != null) {
            assertThat(product).isNotNull();
            assertThat(product.version()).isEqualTo(each.text("version"));
        }
        if (each.text("confidence") != null) {
            assertThat(product).isNotNull();
            assertThat(product.confidence().label()).as(said).isEqualTo(each.text("confidence"));
        }
        if (each.text("says") != null) {
            assertThat(said).contains(each.text("says"));
        }
        each.words("hints").forEach(hint -> assertThat(said).contains("could be " + hint + "; that is a guess"));
    }

    @Test
    void noTwoAreCalledTheSame() {
        Set<String> names = new HashSet<>();

        assertThat(replies()).hasSizeGreaterThan(20).allMatch(each -> names.add(each.toString()));
    }
}

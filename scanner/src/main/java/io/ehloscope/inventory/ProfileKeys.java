package io.ehloscope.inventory;

import io.ehloscope.classify.Excuse;
import io.ehloscope.classify.Requirement;
import io.ehloscope.yaml.Form;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Mistakes;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of a profile. */
final class ProfileKeys {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** The name of a profile or a product. */
    static final Form<String> NAMED = Form.scalar("name", (scalar, what, mistakes) -> {
        if (isName(scalar.text())) {
            return scalar.text();
        }
        mistakes.add(
                scalar.mark(),
                what + " " + Form.quoted(scalar.text()) + " is no name",
                "lower-case letters, digits, \"-\", \"_\" and \".\", at most 64");
        return null;
    });

    static final Key<String> VERB = Key.required("verb", VerbForms.NAME);
    static final Key<List<String>> PARAMS = Key.optional("params", Form.listOf(VerbForms.PARAM_OF_VERB), "none");
    static final Key<Excuse> EXCUSE = Key.optional("excuse", Form.oneOf(Excuse.values(), Excuse::label), "none");
    static final Schema REQUIREMENT = new Schema("a required verb", List.of(VERB, PARAMS, EXCUSE));

    private static final Form<List<Requirement>> REQUIREMENTS =
            Form.listOf(new Form<>("verb, or {verb, params, excuse}", ProfileKeys::requirement));

    static final Key<String> TITLE = Key.optional("title", Form.text(200), "the name");
    static final Key<String> EXTENDS = Key.optional("extends", NAMED, "any-esmtp");
    static final Key<List<String>> PRODUCTS = Key.optional("products", Form.listOf(NAMED), "the parent's");
    static final Key<List<Requirement>> REQUIRE = Key.optional("require", REQUIREMENTS, "none");
    static final Key<Node.Mapping> PORTS = Key.optional("ports", Form.mapping(), "the parent's");
    static final Key<List<String>> OPTIONAL = Key.optional("optional", VerbForms.NAMES, "none");
    static final Key<List<String>> FORBID = Key.optional("forbid", VerbForms.NAMES, "none");
    static final Key<List<String>> GONE_AFTER_TLS = Key.optional("gone_after_tls", VerbForms.NAMES, "none");
    static final Key<String> SOURCE = Key.optional("source", Form.text(2000), "the file");

    static final Schema PROFILE = new Schema(
            "a profile",
            List.of(
                    TITLE,
                    EXTENDS,
                    PRODUCTS,
                    REQUIRE,
                    PORTS,
                    OPTIONAL,
                    FORBID,
                    ExemptionKeys.EXEMPT,
                    GONE_AFTER_TLS,
                    SOURCE));

    static final Schema PORT = new Schema("a port of a profile", List.of(Key.required("require", REQUIREMENTS)));

    private ProfileKeys() {}

    /** Whether a profile or a product may be called this. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static @Nullable Requirement requirement(Node node, String what, Mistakes mistakes) {
        if (!(node instanceof Node.Mapping mapping)) {
            String name = VerbForms.NAME.read(node, what, mistakes);
            return name == null ? null : Requirement.of(name);
        }
        Section section = REQUIREMENT.read(mapping, mistakes);
        String verb = section.get(VERB);
        List<String> params = section.get(PARAMS, List.of());
        Excuse excuse = section.get(EXCUSE);
        return verb == null ? null : new Requirement(verb, params, excuse);
    }
}

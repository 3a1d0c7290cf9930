package io.ehloscope.catalogue;

import io.ehloscope.classify.Requirement;
import io.ehloscope.classify.VerbRules;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys of a profile, each with its type and its default. */
public final class ProfileKeys {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** The type of the name of a profile or a product. */
    public static final ValueType<String> NAMED = ValueType.scalar("name", (scalar, what, problems) -> {
        if (isName(scalar.text())) {
            return scalar.text();
        }
        problems.add(
                scalar.location(),
                what + " " + ValueType.quoted(scalar.text()) + " is not a name",
                "use lowercase letters, digits, \"-\", \"_\" and \".\", at most 64");
        return null;
    });

    static final Key<String> VERSION = Key.optional(
            "version",
            ValueType.scalar("1", (scalar, what, problems) -> {
                if (!scalar.text().equals("1")) {
                    problems.add(
                            scalar.location(),
                            what + " " + ValueType.quoted(scalar.text()) + " is not supported",
                            "write 1");
                }
                return scalar.text();
            }),
            "1");
    static final Key<String> TITLE = Key.optional("title", ValueType.text(200), "the name");
    static final Key<String> FAMILY = Key.optional("family", NAMED, "the parent's");
    static final Key<String> VERSIONS = Key.optional("versions", ValueType.text(200), "the parent's");
    static final Key<String> EXTENDS = Key.optional("extends", NAMED, "any-esmtp");
    static final Key<List<String>> PRODUCTS = Key.optional("products", ValueType.listOf(NAMED), "the parent's");
    static final Key<List<Requirement>> REQUIRE = Key.optional("require", RequirementForm.SEVERAL, "none");
    /** The ports that have their own rules. */
    public static final Key<Node.Mapping> PORTS = Key.optional("ports", ValueType.mapping(), "the parent's");

    static final Key<List<String>> OPTIONAL = Key.optional("optional", VerbForms.NAMES, "none");
    static final Key<List<String>> FORBID = Key.optional("forbid", VerbForms.NAMES, "none");
    /** The rules that apply only inside TLS. */
    public static final Key<Node.Mapping> AFTER_TLS = Key.optional("after_tls", ValueType.mapping(), "none");

    static final Key<List<String>> GONE_AFTER_TLS = Key.optional("gone_after_tls", VerbForms.NAMES, "none");
    static final Key<String> SOURCE = Key.optional("source", ValueType.text(2000), "the file");

    /** The keys of a profile. */
    public static final Schema PROFILE = new Schema(
            "a profile",
            List.of(
                    VERSION,
                    TITLE,
                    FAMILY,
                    VERSIONS,
                    EXTENDS,
                    PRODUCTS,
                    REQUIRE,
                    PORTS,
                    OPTIONAL,
                    FORBID,
                    ExemptionKeys.IN_PROFILE,
                    FindingKeys.IN_PROFILE,
                    AFTER_TLS,
                    GONE_AFTER_TLS,
                    SOURCE));

    static final Key<List<Requirement>> PORT_REQUIRE = Key.required("require", RequirementForm.SEVERAL);
    /** The keys of a port of a profile. */
    public static final Schema PORT =
            new Schema("a port of a profile", List.of(PORT_REQUIRE, OPTIONAL, FORBID, AFTER_TLS));

    /** The keys of the rules that apply only inside TLS. */
    public static final Schema IN_AFTER_TLS = new Schema("after_tls", List.of(REQUIRE, OPTIONAL));

    private ProfileKeys() {}

    /** Whether the text is a valid name of a profile or a product. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The rules of a profile, or of one of its ports; contradictions are added to the problems. */
    static VerbRules rules(Section section, Key<List<Requirement>> require, Problems problems) {
        List<Requirement> required = section.get(require, List.of());
        Set<String> optional = Set.copyOf(section.get(OPTIONAL, List.of()));
        Set<String> forbidden = Set.copyOf(section.get(FORBID, List.of()));
        Node.Mapping inside = section.get(AFTER_TLS);
        List<Requirement> inTls = List.of();
        Set<String> optionalInTls = Set.of();
        if (inside != null) {
            Section afterTls = IN_AFTER_TLS.read(inside, problems);
            inTls = afterTls.get(REQUIRE, List.of());
            optionalInTls = Set.copyOf(afterTls.get(OPTIONAL, List.of()));
        }
        VerbRules rules = new VerbRules(required, inTls, optional, optionalInTls, forbidden);
        rules.names().stream()
                .filter(forbidden::contains)
                .forEach(verb -> problems.add(section.location(FORBID), verb + " is both required and forbidden"));
        return rules;
    }
}

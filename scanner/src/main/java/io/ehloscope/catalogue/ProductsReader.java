package io.ehloscope.catalogue;

import io.ehloscope.classify.Condition;
import io.ehloscope.classify.Confidence;
import io.ehloscope.classify.Fingerprint;
import io.ehloscope.classify.Product;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads {@code products.yaml}: the fingerprints, in the order of the file. */
final class ProductsReader {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");
    private static final ValueType<String> WORD = ValueType.text(60);
    private static final ValueType<List<String>> VERBS = ValueType.listOf(WORD);
    private static final ValueType<Boolean> TRUE_OR_FALSE =
            ValueType.oneOf(new Boolean[] {Boolean.TRUE, Boolean.FALSE}, String::valueOf);
    private static final ValueType<Pattern> PATTERN = ValueType.scalar("pattern", (scalar, what, problems) -> {
        try {
            return Pattern.compile(scalar.text());
        } catch (PatternSyntaxException e) {
            problems.add(scalar.location(), what + " is no pattern: " + e.getDescription());
            return null;
        }
    });
    private static final ValueType<String> NAMED = ValueType.scalar("name", (scalar, what, problems) -> {
        if (LABEL.matcher(scalar.text()).matches()) {
            return scalar.text();
        }
        problems.add(scalar.location(), what + " " + ValueType.quoted(scalar.text()) + " is not fit for a label");
        return null;
    });

    private static final Key<String> NAME = Key.required("name", NAMED);
    private static final Key<String> TITLE = Key.required("title", WORD);
    private static final Key<String> VERSION = Key.optional("version", ValueType.text(24), "none");
    private static final Key<Boolean> VERSION_FROM_BANNER = Key.optional("version_from_banner", TRUE_OR_FALSE, "false");
    private static final Key<String> PROFILE = Key.required("profile", NAMED);
    private static final Key<Product.Family> FAMILY = Key.optional(
            "family",
            ValueType.oneOf(Product.Family.values(), each -> each.name().toLowerCase(Locale.ROOT)),
            "other");
    private static final Key<Pattern> BANNER = Key.optional("banner", PATTERN, "any");
    private static final Key<Pattern> GREETING = Key.optional("greeting", PATTERN, "any");
    private static final Key<List<String>> ALL = Key.optional("all", VERBS, "none");
    private static final Key<List<String>> ANY = Key.optional("any", VERBS, "none");
    private static final Key<List<String>> NONE = Key.optional("none", VERBS, "none");
    private static final Key<List<String>> ONLY = Key.optional("only", VERBS, "any");
    private static final Key<List<String>> SPELLED = Key.optional("spelled", VERBS, "none");
    private static final Key<List<List<String>>> IN_ORDER = Key.optional("in_order", ValueType.listOf(VERBS), "none");
    private static final Key<List<String>> SORTED = Key.optional("sorted", VERBS, "any order");
    private static final Key<Boolean> ENDS_WITH_OK = Key.optional("ends_with_ok", TRUE_OR_FALSE, "either");
    private static final Key<Boolean> WITHOUT_REPLY = Key.optional("without_reply", TRUE_OR_FALSE, "false");
    private static final Key<Confidence> CONFIDENCE =
            Key.optional("confidence", ValueType.oneOf(Confidence.values(), Confidence::label), "by what it rests on");
    private static final Key<String> NOTE = Key.optional("note", ValueType.text(200), "none");

    private static final Schema FINGERPRINT = new Schema(
            "a fingerprint",
            List.of(
                    NAME,
                    TITLE,
                    VERSION,
                    VERSION_FROM_BANNER,
                    PROFILE,
                    FAMILY,
                    BANNER,
                    GREETING,
                    ALL,
                    ANY,
                    NONE,
                    ONLY,
                    SPELLED,
                    IN_ORDER,
                    SORTED,
                    ENDS_WITH_OK,
                    WITHOUT_REPLY,
                    CONFIDENCE,
                    NOTE));

    private ProductsReader() {}

    static List<Fingerprint> read(Node document, Problems problems) {
        List<Fingerprint> all = new ArrayList<>();
        ValueType<Node.Mapping> mapping = ValueType.mapping();
        List<Node.Mapping> entries = ValueType.listOf(mapping).read(document, "products", problems);
        if (entries != null) {
            entries.forEach(each -> {
                Fingerprint fingerprint = fingerprint(FINGERPRINT.read(each, problems), problems);
                if (fingerprint != null) {
                    all.add(fingerprint);
                }
            });
        }
        return all;
    }

    private static @Nullable Fingerprint fingerprint(Section section, Problems problems) {
        String name = section.get(NAME);
        String title = section.get(TITLE);
        String profile = section.get(PROFILE);
        boolean fromBanner = section.get(VERSION_FROM_BANNER, false);
        Condition when = condition(section);
        if (name == null || title == null || profile == null) {
            return null;
        }
        if (fromBanner && (when.banner() == null || !when.banner().pattern().contains("(?<version>"))) {
            problems.add(section.location(VERSION_FROM_BANNER), "the banner's pattern has no group \"version\"");
        }
        if (when.banner() == null && !when.isByReply()) {
            problems.add(
                    section.location(), "a fingerprint without a condition that must be shown holds of everything");
        }
        return new Fingerprint(
                name,
                title,
                section.get(VERSION),
                fromBanner,
                profile,
                section.get(FAMILY, Product.Family.OTHER),
                when,
                section.get(CONFIDENCE),
                section.get(NOTE));
    }

    private static Condition condition(Section section) {
        return new Condition(
                section.get(BANNER),
                section.get(GREETING),
                Set.copyOf(section.get(ALL, List.of())),
                Set.copyOf(section.get(ANY, List.of())),
                Set.copyOf(section.get(NONE, List.of())),
                Set.copyOf(section.get(ONLY, List.of())),
                Set.copyOf(section.get(SPELLED, List.of())),
                section.get(IN_ORDER, List.of()),
                section.get(SORTED, List.of()),
                section.get(ENDS_WITH_OK),
                section.get(WITHOUT_REPLY, false));
    }
}

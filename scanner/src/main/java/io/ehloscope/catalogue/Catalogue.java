package io.ehloscope.catalogue;

import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.FindingCatalogue;
import io.ehloscope.classify.Findings;
import io.ehloscope.classify.ProductRecogniser;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.VerbCatalogue;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.ValueType;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data that ship with the program.
 *
 * @param profiles the built-in profiles by name, in the order in which they are shown
 * @param recogniser recognizes products by their fingerprints
 * @param verbs the facts about verbs
 * @param findings the facts about findings
 */
public record Catalogue(
        Map<String, Profile> profiles, ProductRecogniser recogniser, VerbCatalogue verbs, FindingCatalogue findings) {

    /** Copies the map and keeps its order. */
    public Catalogue {
        profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
    }

    /**
     * Reads the catalogue from the jar.
     *
     * @throws IllegalStateException with all problems of the first invalid file, which is a bug of the program
     */
    public static Catalogue load() {
        return new Catalogue(
                loadProfiles(),
                new ProductRecogniser(Resources.read("catalogue/products.yaml", ProductsReader::read)),
                new VerbCatalogue(Resources.read("catalogue/verbs.yaml", VerbsReader::read)),
                loadFindings());
    }

    /** Reads only the facts about findings, as {@link #load()} does. */
    public static FindingCatalogue loadFindings() {
        return new FindingCatalogue(Resources.read("catalogue/findings.yaml", FindingsReader::read));
    }

    /** A classifier that knows the built-in profiles and these. */
    public Classifier classifier(Map<String, Profile> own) {
        Map<String, Profile> all = new HashMap<>(profiles);
        all.putAll(own);
        return new Classifier(recogniser, verbs, new Findings(findings, verbs), all);
    }

    private static Map<String, Profile> loadProfiles() {
        List<String> index = Resources.read("profiles/index.yaml", (document, problems) -> {
            List<String> names = ValueType.listOf(ValueType.text(64)).read(document, "profiles", problems);
            return names == null ? List.of() : names;
        });
        Map<String, Profile> all = new LinkedHashMap<>();
        for (String name : index) {
            all.put(
                    name,
                    Resources.read(
                            "profiles/" + name + ".yaml",
                            (document, problems) -> profile(name, document, all, problems)));
        }
        return all;
    }

    private static Profile profile(String name, Node document, Map<String, Profile> known, Problems problems) {
        Node.Entry entry = new Node.Entry(name, document.location(), document);
        Profile profile = ProfileReader.readBuiltIn(
                        new Node.Mapping(List.of(entry), document.location()), known, problems)
                .get(name);
        if (profile == null) {
            throw new IllegalStateException("profiles/" + name + ".yaml holds no profile");
        }
        return profile;
    }
}

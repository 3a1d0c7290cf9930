package io.ehloscope.classify;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one kind of server must offer.
 *
 * @param name the name in inventories
 * @param title the title for people
 * @param products the names of the products that this profile judges; an answer of any other product is {@code
 *     foreign}. Empty: any product
 * @param usual the rules for every port that has none of its own
 * @param ports the rules for single ports, which replace the usual rules (submission on 587 offers no X verb)
 * @param exempt required verbs whose absence is accepted on every port, each once
 * @param findings what is set for findings of targets with this profile
 * @param goneAfterTls verbs that are expected to disappear inside TLS
 * @param origin what it applies to, and its source
 */
public record Profile(
        String name,
        String title,
        Set<String> products,
        VerbRules usual,
        Map<Integer, VerbRules> ports,
        List<Exemption> exempt,
        Map<FindingKind, FindingRule> findings,
        Set<String> goneAfterTls,
        Origin origin) {

    /** The name that means "recognize the product, then use its profile". */
    public static final String AUTO = "auto";

    /** Copies the collections and converts the names of verbs to upper case. */
    public Profile {
        products = Set.copyOf(products);
        ports = Map.copyOf(ports);
        exempt = List.copyOf(exempt);
        findings = Map.copyOf(findings);
        goneAfterTls = VerbRules.folded(goneAfterTls);
    }

    /** The rules for this port. */
    public VerbRules rulesOn(int port) {
        return ports.getOrDefault(port, usual);
    }

    /** The verbs that are required on this port, before or inside TLS. */
    public List<Requirement> requiredOn(int port, boolean afterTls) {
        VerbRules rules = rulesOn(port);
        return afterTls ? rules.insideTls(goneAfterTls) : rules.require();
    }

    /** The verbs that the usual rules require. */
    public List<Requirement> require() {
        return usual.require();
    }

    /** The optional verbs of the usual rules. */
    public Set<String> optional() {
        return usual.optional();
    }

    /** The verbs that the usual rules forbid. */
    public Set<String> forbid() {
        return usual.forbid();
    }

    /** The source of its data. */
    public String source() {
        return origin.source();
    }

    /** Whether this profile judges answers of this product. */
    public boolean judges(String product) {
        return products.isEmpty() || products.contains(product);
    }
}

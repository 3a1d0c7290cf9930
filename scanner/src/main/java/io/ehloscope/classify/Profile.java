package io.ehloscope.classify;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a kind of server is expected to offer.
 *
 * @param name as inventories call it
 * @param title for people
 * @param products the names of the products that this profile judges; an answer of any other is {@code foreign}. Empty:
 *     any product will do
 * @param usual what holds on every port without rules of its own
 * @param ports what holds instead on a port (submission on 587 shows no X verb)
 * @param exempt verbs that are required, on whatever port, and whose absence is accepted, each once
 * @param goneAfterTls verbs that rightly vanish once TLS is up
 * @param origin what it speaks of, and where it is known from
 */
public record Profile(
        String name,
        String title,
        Set<String> products,
        VerbRules usual,
        Map<Integer, VerbRules> ports,
        List<Exemption> exempt,
        Set<String> goneAfterTls,
        Origin origin) {

    /** The name that stands for "recognise the product, then use its profile". */
    public static final String AUTO = "auto";

    /** Copies the collections and folds the names. */
    public Profile {
        products = Set.copyOf(products);
        ports = Map.copyOf(ports);
        exempt = List.copyOf(exempt);
        goneAfterTls = VerbRules.folded(goneAfterTls);
    }

    /** What holds on this port. */
    public VerbRules rulesOn(int port) {
        return ports.getOrDefault(port, usual);
    }

    /** What must be there on this port, before or after TLS. */
    public List<Requirement> requiredOn(int port, boolean afterTls) {
        VerbRules rules = rulesOn(port);
        return afterTls ? rules.insideTls(goneAfterTls) : rules.require();
    }

    /** What must be there on most ports. */
    public List<Requirement> require() {
        return usual.require();
    }

    /** Verbs that are known and neither asked for nor minded on most ports. */
    public Set<String> optional() {
        return usual.optional();
    }

    /** Verbs that must not be there on most ports. */
    public Set<String> forbid() {
        return usual.forbid();
    }

    /** Where it is known from. */
    public String source() {
        return origin.source();
    }

    /** Whether an answer of this product is judged by this profile. */
    public boolean judges(String product) {
        return products.isEmpty() || products.contains(product);
    }
}

package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a kind of server is expected to offer.
 *
 * @param name as inventories call it
 * @param title for people
 * @param products the names of the products that this profile judges; an answer of any other is {@code foreign}. Empty:
 *     any product will do
 * @param require verbs that must be there on most ports
 * @param ports what must be there instead, where another list holds for a port (submission on 587 shows no X verb)
 * @param optional verbs that are known and neither asked for nor minded
 * @param forbid verbs that must not be there
 * @param exempt verbs that are required and whose absence is accepted, each once
 * @param goneAfterTls verbs that rightly vanish once TLS is up
 * @param source where this is known from
 */
public record Profile(
        String name,
        String title,
        Set<String> products,
        List<Requirement> require,
        Map<Integer, List<Requirement>> ports,
        Set<String> optional,
        Set<String> forbid,
        List<Exemption> exempt,
        Set<String> goneAfterTls,
        String source) {

    /** The name that stands for "recognise the product, then use its profile". */
    public static final String AUTO = "auto";

    /** Copies the collections and folds the names. */
    public Profile {
        products = Set.copyOf(products);
        require = List.copyOf(require);
        ports = Map.copyOf(ports);
        optional = folded(optional);
        forbid = folded(forbid);
        exempt = List.copyOf(exempt);
        goneAfterTls = folded(goneAfterTls);
    }

    /** What must be there on this port, before or after TLS. */
    public List<Requirement> requiredOn(int port, boolean afterTls) {
        List<Requirement> all = ports.getOrDefault(port, require);
        if (!afterTls) {
            return all;
        }
        return all.stream().filter(each -> !goneAfterTls.contains(each.verb())).toList();
    }

    /** Whether an answer of this product is judged by this profile. */
    public boolean judges(String product) {
        return products.isEmpty() || products.contains(product);
    }

    private static Set<String> folded(Set<String> names) {
        return names.stream().map(Verb::key).collect(Collectors.toUnmodifiableSet());
    }
}

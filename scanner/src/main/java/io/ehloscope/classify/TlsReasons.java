package io.ehloscope.classify;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Sentences on the TLS of a server: the trust and the names of its certificate, and what is outdated. These findings do
 * not change the verdict, because most mail is sent through such connections anyway.
 */
final class TlsReasons {

    private static final int SHOWN_NAMES = 5;
    private static final int SHOWN = 200;

    /** Minimum key lengths (RFC 9325 section 4.5 and NIST SP 800-131A): 112 bits of security. */
    private static final Map<String, Integer> MIN_BITS =
            Map.of("RSA", 2048, "RSASSA-PSS", 2048, "DSA", 2048, "EC", 224);

    /** Minimum group size (RFC 9325 section 4.4). */
    private static final int MIN_GROUP_BITS = 2048;

    private static final Map<String, String> OUTDATED_VERSIONS = Map.of(
            "SSLv3", "SSL 3.0, which is broken (RFC 7568)",
            "TLSv1", "TLS 1.0, which is obsolete (RFC 8996)",
            "TLSv1.1", "TLS 1.1, which is obsolete (RFC 8996)");

    private static final Pattern STATIC_RSA = Pattern.compile("^(?:TLS|SSL)_RSA_");
    private static final Pattern WEAK_SIGNATURE = Pattern.compile("(?i)^(?:MD2|MD5|SHA-?1)with");

    private TlsReasons() {}

    /** The sentences, the most important first; none if TLS was not used or nothing was found. */
    static List<String> of(Observation seen) {
        PeerTls tls = seen.tls();
        List<String> why = new ArrayList<>();
        if (tls != null) {
            certificate(tls, why);
            version(tls, why);
            cipher(tls, why);
            tls.chain().forEach(each -> strength(each, each.equals(tls.leaf()), why));
        }
        if (seen.ehloTls() != null && seen.ehloTls().verbs().has("STARTTLS")) {
            why.add("STARTTLS is offered inside TLS, where it must not be offered (RFC 3207 section 4.2).");
        }
        return why;
    }

    private static void certificate(PeerTls tls, List<String> why) {
        if (!tls.trusted()) {
            why.add("The certificate is not trusted: " + shown(String.join("; ", tls.distrust())) + ".");
        }
        if (Boolean.FALSE.equals(tls.hostnameMatches())) {
            why.add("The certificate does not match the name of this target; " + names(tls.leaf()) + ".");
        } else if (!tls.trusted()) {
            String names = names(tls.leaf());
            why.add(Character.toUpperCase(names.charAt(0)) + names.substring(1) + ".");
        }
    }

    private static String names(PeerCertificate leaf) {
        List<String> names = leaf.alternativeNames();
        if (names.isEmpty()) {
            return "it has no names except its subject, " + shown(leaf.subject()) + ", which does not count (RFC 9525)";
        }
        int more = names.size() - SHOWN_NAMES;
        return "it is for " + shown(String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size()))))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static void version(PeerTls tls, List<String> why) {
        String old = OUTDATED_VERSIONS.get(tls.version());
        if (old != null) {
            why.add("The server supports nothing newer than " + old
                    + ": clients that require TLS 1.2 get no TLS here.");
        }
    }

    private static void cipher(PeerTls tls, List<String> why) {
        Set<String> old = new LinkedHashSet<>();
        if (tls.cipher().contains("_RC4_")) {
            old.add("RC4 is broken (RFC 7465)");
        }
        if (tls.cipher().contains("_3DES_")) {
            old.add("3DES is obsolete (RFC 9325 section 4.1)");
        } else if (tls.cipher().contains("_DES_")) {
            old.add("DES is broken (RFC 5469)");
        }
        if (STATIC_RSA.matcher(tls.cipher()).find()) {
            old.add("a static RSA key has no forward secrecy (RFC 9325 section 4.1)");
        }
        if (!old.isEmpty()) {
            why.add("Of all the cipher suites offered, the server chose " + tls.cipher() + ": " + String.join("; ", old)
                    + ".");
        }
        if (tls.groupBits() != null && tls.groupBits() < MIN_GROUP_BITS) {
            why.add("The server's Diffie-Hellman group has " + tls.groupBits() + " bits, fewer than the "
                    + MIN_GROUP_BITS + " of RFC 9325 section 4.4.");
        }
    }

    /** Checks key and signature. The signature of a root on itself proves nothing and does not matter. */
    private static void strength(PeerCertificate each, boolean leaf, List<String> why) {
        String which = leaf ? "The certificate" : "The certificate of " + shown(each.subject()) + " in its chain";
        Integer least = MIN_BITS.get(each.keyAlgorithm());
        if (least != null && each.keyBits() > 0 && each.keyBits() < least) {
            why.add(which + " has a key of " + each.key() + " bits, fewer than the " + least + " that are safe.");
        }
        if (WEAK_SIGNATURE.matcher(each.signature()).find() && !each.namesItself()) {
            why.add(which + " is signed with " + each.signature() + ", which can be forged (RFC 9155).");
        }
    }

    private static String shown(String text) {
        return Printable.cut(text, SHOWN);
    }
}

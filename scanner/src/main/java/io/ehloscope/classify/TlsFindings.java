package io.ehloscope.classify;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the TLS of a server: the trust, the names and the validity of its certificate, and what is outdated.
 * None of it changes the verdict, because most mail is sent through such connections anyway.
 */
final class TlsFindings {

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

    private TlsFindings() {}

    /**
     * The findings, the most important first; none if TLS was not used or nothing is wrong.
     *
     * @param now when the certificate must be valid; null if unknown, as for a recorded reply
     * @param before how long before its end a certificate counts as expiring; null for the default
     */
    static List<Detected> of(Observation seen, @Nullable Instant now, @Nullable Duration before) {
        PeerTls tls = seen.tls();
        List<Detected> all = new ArrayList<>();
        if (tls != null) {
            validity(tls, now, before, all);
            trust(tls, all);
            version(tls, all);
            cipher(tls, all);
            tls.chain().forEach(each -> strength(each, each.equals(tls.leaf()), all));
        }
        return all;
    }

    private static void validity(PeerTls tls, @Nullable Instant now, @Nullable Duration before, List<Detected> all) {
        PeerCertificate leaf = tls.leaf();
        if (tls.distrust().contains(leaf.expired(PeerCertificate.IT))
                || (now != null && now.isAfter(leaf.notAfter()))) {
            add(FindingKind.CERTIFICATE_EXPIRED, leaf, "The certificate expired on " + day(leaf.notAfter()) + ".", all);
        } else if (tls.distrust().contains(leaf.notYetValid(PeerCertificate.IT))
                || (now != null && now.isBefore(leaf.notBefore()))) {
            add(
                    FindingKind.CERTIFICATE_NOT_YET_VALID,
                    leaf,
                    "The certificate is not valid before " + day(leaf.notBefore()) + ".",
                    all);
        } else if (now != null
                && now.plus(before == null ? usual(leaf) : before).isAfter(leaf.notAfter())) {
            long days = Duration.between(now, leaf.notAfter()).toDays();
            add(
                    FindingKind.CERTIFICATE_EXPIRING,
                    leaf,
                    "The certificate expires on " + day(leaf.notAfter()) + ", "
                            + (days == 0 ? "within a day" : "in " + Reasons.count((int) days, "day")) + ".",
                    all);
        }
    }

    /** Certificates that are valid for weeks are renewed late on purpose: their last quarter is soon enough. */
    private static Duration usual(PeerCertificate leaf) {
        Duration quarter = Duration.between(leaf.notBefore(), leaf.notAfter()).dividedBy(4);
        return quarter.compareTo(FindingRule.USUAL_BEFORE) < 0 ? quarter : FindingRule.USUAL_BEFORE;
    }

    private static void trust(PeerTls tls, List<Detected> all) {
        List<String> distrust = tls.distrustBeyondValidity();
        boolean mismatch = Boolean.FALSE.equals(tls.hostnameMatches());
        if (!distrust.isEmpty()) {
            add(
                    FindingKind.CERTIFICATE_UNTRUSTED,
                    tls.leaf(),
                    "The certificate is not trusted: " + shown(String.join("; ", distrust))
                            + (mismatch ? "" : "; " + names(tls.leaf())) + ".",
                    all);
        }
        if (mismatch) {
            add(
                    FindingKind.CERTIFICATE_NAME_MISMATCH,
                    tls.leaf(),
                    "The certificate does not match the name of this target; " + names(tls.leaf()) + ".",
                    all);
        }
    }

    private static void add(FindingKind kind, PeerCertificate about, String sentence, List<Detected> all) {
        all.add(new Detected(kind, shown(about.subject()), sentence));
    }

    private static String day(Instant time) {
        return PeerCertificate.DAY.format(time);
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

    private static void version(PeerTls tls, List<Detected> all) {
        String old = OUTDATED_VERSIONS.get(tls.version());
        if (old != null) {
            all.add(new Detected(
                    FindingKind.TLS_VERSION_OLD,
                    tls.version(),
                    "The server supports nothing newer than " + old
                            + ": clients that require TLS 1.2 get no TLS here."));
        }
    }

    private static void cipher(PeerTls tls, List<Detected> all) {
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
            all.add(new Detected(
                    FindingKind.TLS_CIPHER_WEAK,
                    tls.cipher(),
                    "Of all the cipher suites offered, the server chose " + tls.cipher() + ": " + String.join("; ", old)
                            + "."));
        }
        if (tls.groupBits() != null && tls.groupBits() < MIN_GROUP_BITS) {
            all.add(new Detected(
                    FindingKind.TLS_CIPHER_WEAK,
                    tls.groupBits() + "-bit Diffie-Hellman group",
                    "The server's Diffie-Hellman group has " + tls.groupBits() + " bits, fewer than the "
                            + MIN_GROUP_BITS + " of RFC 9325 section 4.4."));
        }
    }

    /** Checks key and signature. The signature of a root on itself proves nothing and does not matter. */
    private static void strength(PeerCertificate each, boolean leaf, List<Detected> all) {
        String which = leaf ? "The certificate" : "The certificate of " + shown(each.subject()) + " in its chain";
        Integer least = MIN_BITS.get(each.keyAlgorithm());
        if (least != null && each.keyBits() > 0 && each.keyBits() < least) {
            add(
                    FindingKind.CERTIFICATE_WEAK,
                    each,
                    which + " has a key of " + each.key() + " bits, fewer than the " + least + " that are safe.",
                    all);
        }
        if (WEAK_SIGNATURE.matcher(each.signature()).find() && !each.namesItself()) {
            add(
                    FindingKind.CERTIFICATE_WEAK,
                    each,
                    which + " is signed with " + each.signature() + ", which can be forged (RFC 9155).",
                    all);
        }
    }

    private static String shown(String text) {
        return Printable.cut(text, SHOWN);
    }
}

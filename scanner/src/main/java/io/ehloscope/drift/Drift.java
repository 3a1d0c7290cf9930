package io.ehloscope.drift;

import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Change.Kind;
import io.ehloscope.evidence.Starttls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the states of one target in two scans. A value that is unknown in one of them is not a change. */
public final class Drift {

    /** Verbs that are compared separately, because their change has more than two values. */
    private static final Set<String> SEPARATE = Set.of("STARTTLS");

    private final TargetState before;
    private final TargetState after;
    private final List<Change> changes = new ArrayList<>();

    private Drift(TargetState before, TargetState after) {
        this.before = before;
        this.after = after;
    }

    /** The changes, in the order of {@link Kind}; empty if no change is known. */
    public static List<Change> between(TargetState before, TargetState after) {
        Drift drift = new Drift(before, after);
        drift.verdict();
        drift.product();
        drift.offers(before.plain(), after.plain(), Kind.VERB, Kind.MECHANISM, SEPARATE);
        drift.starttls();
        drift.offers(before.insideTls(), after.insideTls(), Kind.VERB_TLS, Kind.MECHANISM_TLS, Set.of());
        drift.certificate();
        return List.copyOf(drift.changes);
    }

    private void verdict() {
        boolean known = before.verdict() != Verdict.SKIPPED && after.verdict() != Verdict.SKIPPED;
        if (known && before.verdict() != after.verdict()) {
            add(
                    Kind.VERDICT,
                    "verdict",
                    before.verdict().label(),
                    after.verdict().label());
        }
    }

    private void product() {
        String was = before.product();
        String is = after.product();
        if (was == null || is == null) {
            return;
        }
        boolean versionsKnown = before.version() != null && after.version() != null;
        if (!was.equals(is) || (versionsKnown && !Objects.equals(before.version(), after.version()))) {
            add(Kind.PRODUCT, "product", described(was, before.version()), described(is, after.version()));
        }
    }

    private static String described(String product, @Nullable String version) {
        return version == null ? product : product + " " + version;
    }

    private void offers(
            @Nullable OfferedVerbs was, @Nullable OfferedVerbs is, Kind verb, Kind mechanism, Set<String> separate) {
        if (was == null || is == null || was.equals(is)) {
            return;
        }
        for (String name : union(was.verbs(), is.verbs())) {
            if (!separate.contains(name)) {
                presence(verb, name, was.verbs().contains(name), is.verbs().contains(name));
            }
        }
        for (Map.Entry<String, SortedSet<String>> each : was.mechanisms().entrySet()) {
            SortedSet<String> now = is.mechanisms().get(each.getKey());
            if (now != null) {
                for (String name : union(each.getValue(), now)) {
                    String what = each.getKey() + " " + name;
                    presence(mechanism, what, each.getValue().contains(name), now.contains(name));
                }
            }
        }
    }

    private void presence(Kind kind, String what, boolean was, boolean is) {
        if (was != is) {
            add(kind, what, was ? Change.OFFERED : Change.NOT_OFFERED, is ? Change.OFFERED : Change.NOT_OFFERED);
        }
    }

    /** Whether the scanner negotiates TLS is its own choice: offered is not compared with negotiated or failed. */
    private void starttls() {
        Starttls was = before.starttls();
        Starttls is = after.starttls();
        if (was == null || is == null || was == is) {
            return;
        }
        boolean offerChanged = was == Starttls.NOT_OFFERED || is == Starttls.NOT_OFFERED;
        boolean triedInBoth = was != Starttls.OFFERED && is != Starttls.OFFERED;
        if (offerChanged || triedInBoth) {
            add(Kind.STARTTLS, "STARTTLS", was.label(), is.label());
        }
    }

    private void certificate() {
        Certificate was = before.certificate();
        Certificate is = after.certificate();
        if (was == null || is == null) {
            return;
        }
        part("subject", was.subject(), is.subject());
        part("issuer", was.issuer(), is.issuer());
        part("not_before", was.notBefore(), is.notBefore());
        part("not_after", was.notAfter(), is.notAfter());
        part("thumbprint", was.thumbprint(), is.thumbprint());
    }

    private void part(String what, @Nullable Object was, @Nullable Object is) {
        if (was != null && is != null && !was.equals(is)) {
            add(Kind.CERTIFICATE, what, was.toString(), is.toString());
        }
    }

    private void add(Kind kind, String what, String from, String to) {
        changes.add(new Change(kind, what, from, to));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }
}

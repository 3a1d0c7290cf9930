package io.ehloscope.drift;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target whose values are all known, and methods that change one value. Immutable. */
record SampleTraits(
        Verdict verdict,
        @Nullable String product,
        @Nullable String version,
        @Nullable OfferedVerbs plain,
        @Nullable OfferedVerbs insideTls,
        @Nullable Starttls starttls,
        @Nullable Certificate certificate) {

    static final Instant END = Instant.parse("2027-01-31T00:00:00Z");

    static final Instant BEGIN = Instant.parse("2026-11-02T00:00:00Z");

    static final SampleTraits KNOWN = new SampleTraits(
            Verdict.HEALTHY,
            "exchange",
            "2010",
            offer("SIZE 100", "AUTH NTLM LOGIN", "X-EXPS GSSAPI NTLM", "XEXCH50", "STARTTLS"),
            offer("SIZE 100", "AUTH NTLM LOGIN"),
            Starttls.NEGOTIATED,
            new Certificate("CN=mail", "CN=ca", BEGIN, END, "0A"));

    TargetState state() {
        return new TargetState(
                "mail.example.com:25", "emea", verdict, product, version, plain, insideTls, starttls, certificate);
    }

    SampleTraits verdict(Verdict other) {
        return new SampleTraits(other, product, version, plain, insideTls, starttls, certificate);
    }

    SampleTraits product(@Nullable String name, @Nullable String other) {
        return new SampleTraits(verdict, name, other, plain, insideTls, starttls, certificate);
    }

    SampleTraits plain(String... verbs) {
        return new SampleTraits(verdict, product, version, offer(verbs), insideTls, starttls, certificate);
    }

    SampleTraits insideTls(String... verbs) {
        return new SampleTraits(verdict, product, version, plain, offer(verbs), starttls, certificate);
    }

    SampleTraits starttls(@Nullable Starttls other) {
        return new SampleTraits(verdict, product, version, plain, insideTls, other, certificate);
    }

    SampleTraits certificate(Certificate other) {
        return new SampleTraits(verdict, product, version, plain, insideTls, starttls, other);
    }

    SampleTraits unknown() {
        return new SampleTraits(verdict, null, null, null, null, null, null);
    }

    static OfferedVerbs offer(String... verbs) {
        return OfferedVerbs.of(new VerbSet(Arrays.stream(verbs)
                .map(verb -> List.of(verb.split(" ")))
                .map(words -> new Verb(words.get(0), words.subList(1, words.size())))
                .toList()));
    }
}

package io.ehloscope.json;

import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Certificate;
import io.ehloscope.drift.OfferedVerbs;
import io.ehloscope.drift.TargetState;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/** One result of a file, read member by member, in any order. Members that are not compared are skipped. */
final class ResultDraft {

    private final Tokens tokens;
    private @Nullable String target;
    private @Nullable String site;
    private @Nullable Verdict verdict;
    private @Nullable String product;
    private @Nullable String version;
    private @Nullable OfferedVerbs plain;
    private @Nullable OfferedVerbs insideTls;
    private @Nullable Starttls starttls;
    private @Nullable String subject;
    private @Nullable String issuer;
    private @Nullable Instant notBefore;
    private @Nullable Instant notAfter;
    private @Nullable String thumbprint;
    private boolean whole = true;

    ResultDraft(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Reads the value of one member. */
    void member(String name) {
        switch (name) {
            case "target" -> target = tokens.text(name);
            case "site" -> site = tokens.text(name);
            case "verdict" -> verdict = oneOf(name, Verdict.values(), Verdict::label);
            case "product" -> product = tokens.text(name);
            case "product_version" -> version = tokens.text(name);
            case "verbs" -> plain = offer(name);
            case "verbs_tls" -> insideTls = offer(name);
            case "starttls" -> starttls = oneOf(name, Starttls.values(), Starttls::label);
            case "tls" -> tokens.object(name, this::certificate);
            case "masked" -> tokens.array(name, this::incomplete);
            case "failure" -> incomplete();
            default -> tokens.skip();
        }
    }

    /**
     * The state of the target, after every member is read.
     *
     * @param place where the object begins
     */
    TargetState state(TokenStreamLocation place) {
        if (target == null || site == null || verdict == null) {
            throw tokens.fault(place, "a result without target, site and verdict");
        }
        Certificate certificate = subject == null || issuer == null || notAfter == null
                ? null
                : new Certificate(subject, issuer, notBefore, notAfter, thumbprint);
        TargetState all =
                new TargetState(target, site, verdict, product, version, plain, insideTls, starttls, certificate);
        return whole ? all.knownPart() : all.onlyVerdict();
    }

    private void incomplete() {
        tokens.skip();
        whole = false;
    }

    private void certificate(String name) {
        switch (name) {
            case "subject" -> subject = tokens.text(name);
            case "issuer" -> issuer = tokens.text(name);
            case "not_before" -> notBefore = tokens.time(name);
            case "not_after" -> notAfter = tokens.time(name);
            case "thumbprint" -> thumbprint = tokens.text(name);
            default -> tokens.skip();
        }
    }

    private OfferedVerbs offer(String name) {
        List<Verb> verbs = new ArrayList<>();
        tokens.array(name, () -> {
            if (verbs.size() == ReplyLimits.DEFAULT.lines()) {
                throw tokens.fault(tokens.place(), name + " has more than " + verbs.size() + " elements");
            }
            verbs.add(verb(name));
        });
        return OfferedVerbs.of(new VerbSet(verbs));
    }

    private Verb verb(String list) {
        TokenStreamLocation place = tokens.place();
        List<String> names = new ArrayList<>();
        List<String> params = new ArrayList<>();
        tokens.object("an element of " + list, name -> {
            switch (name) {
                case "name" -> names.add(tokens.text(name));
                case "params" -> params.addAll(tokens.texts(name, ReplyLimits.DEFAULT.lineBytes()));
                default -> tokens.skip();
            }
        });
        if (names.isEmpty()) {
            throw tokens.fault(place, "a verb without a name");
        }
        return new Verb(names.get(0), params);
    }

    private <E> E oneOf(String name, E[] set, Function<E, String> label) {
        String text = tokens.text(name);
        return Arrays.stream(set)
                .filter(each -> label.apply(each).equals(text))
                .findFirst()
                .orElseThrow(() -> tokens.fault(tokens.place(), "this program does not know this " + name));
    }
}

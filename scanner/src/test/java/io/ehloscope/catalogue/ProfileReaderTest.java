package io.ehloscope.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Excuse;
import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Origin;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Requirement;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.SizeBounds;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problem;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.YamlReader;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileReaderTest {

    private final Problems problems = new Problems("p.yml");

    private static final String PARENTS = """
            any-esmtp: {title: Any server}
            postfix:
              title: Postfix
              products: [postfix]
              require: [PIPELINING, SIZE, ENHANCEDSTATUSCODES]
              ports:
                587: {require: [AUTH, {verb: x-exps=login, excuse: basic_auth_off, params: [LOGIN]}]}
              optional: [VRFY, ETRN]
              forbid: [TURN]
              gone_after_tls: [STARTTLS]
              source: https://example.com
            """;

    @Test
    void everyKeyOfAProfileIsRead() {
        Profile postfix = builtIn().get("postfix");

        assertThat(problems.list()).isEmpty();
        assertThat(postfix.title()).isEqualTo("Postfix");
        assertThat(postfix.products()).containsExactly("postfix");
        assertThat(verbs(postfix, 25)).containsExactly("PIPELINING", "SIZE", "ENHANCEDSTATUSCODES");
        assertThat(postfix.ports().get(587).require())
                .containsExactly(
                        Requirement.of("AUTH"),
                        new Requirement("X-EXPS=LOGIN", List.of("LOGIN"), Excuse.BASIC_AUTH_OFF));
        assertThat(postfix.optional()).containsExactlyInAnyOrder("VRFY", "ETRN");
        assertThat(postfix.forbid()).containsExactly("TURN");
        assertThat(postfix.goneAfterTls()).containsExactly("STARTTLS");
        assertThat(postfix.source()).isEqualTo("https://example.com");
    }

    @Test
    void aChildAddsToItsParentOnEveryPort() {
        Profile gateway = read("our-gateway: {extends: postfix, require: [STARTTLS, SMTPUTF8], forbid: [VRFY]}");

        assertThat(verbs(gateway, 25))
                .containsExactly("PIPELINING", "SIZE", "ENHANCEDSTATUSCODES", "STARTTLS", "SMTPUTF8");
        assertThat(verbs(gateway, 587)).containsExactly("AUTH", "X-EXPS=LOGIN", "STARTTLS", "SMTPUTF8");
        assertThat(gateway.forbid()).containsExactlyInAnyOrder("TURN", "VRFY");
        assertThat(gateway.optional()).containsExactly("ETRN");
        assertThat(gateway.products()).containsExactly("postfix");
        assertThat(gateway.goneAfterTls()).containsExactly("STARTTLS");
        assertThat(gateway.title()).isEqualTo("our-gateway");
        assertThat(gateway.source()).isEqualTo("p.yml; what it takes from postfix: https://example.com");
    }

    @Test
    void portOfTheChildRequiresExactlyItsList() {
        Profile gateway = read("our-gateway: {extends: postfix, require: [STARTTLS], ports: {587: {require: [AUTH]}}}");

        assertThat(verbs(gateway, 587)).containsExactly("AUTH");
        assertThat(verbs(gateway, 25)).contains("STARTTLS");
    }

    @Test
    void childOverridesItsParent() {
        Profile gateway = read("g: {extends: postfix, require: [TURN], forbid: [SIZE], exempt: [AUTH], products: []}");

        assertThat(gateway.forbid()).containsExactly("SIZE");
        assertThat(verbs(gateway, 25)).containsExactly("PIPELINING", "ENHANCEDSTATUSCODES", "TURN");
        assertThat(verbs(gateway, 587)).containsExactly("AUTH", "X-EXPS=LOGIN", "TURN");
        assertThat(gateway.exempt()).containsExactly(Exemption.of("AUTH"));
        assertThat(gateway.products()).isEmpty();
    }

    @Test
    void exemptionsAreInheritedUnlessTheChildOverridesThem() {
        Map<String, Profile> all = ProfileReader.read(yaml("""
                a: {extends: postfix, exempt: [{verb: SIZE, reason: old, until: 2027-01-31}, PIPELINING]}
                b: {extends: a, exempt: [{verb: size, reason: older}]}
                c: {extends: a, require: [SIZE], forbid: [PIPELINING]}
                d: {extends: a, ports: {587: {require: [SIZE]}}}
                """), builtIn(), problems);

        assertThat(problems.list()).isEmpty();
        assertThat(all.get("a").exempt())
                .containsExactly(new Exemption("SIZE", "old", LocalDate.of(2027, 1, 31)), Exemption.of("PIPELINING"));
        assertThat(all.get("b").exempt())
                .containsExactly(new Exemption("SIZE", "older", null), Exemption.of("PIPELINING"));
        assertThat(all.get("c").exempt()).isEmpty();
        assertThat(all.get("d").exempt()).containsExactly(Exemption.of("PIPELINING"));
    }

    @Test
    void profileWithoutParentExtendsAnyEsmtp() {
        assertThat(verbs(read("g: {require: [STARTTLS]}"), 25)).containsExactly("STARTTLS");
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void profilesCanBeInAnyOrder() {
        Map<String, Profile> all = ProfileReader.read(
                yaml("b: {extends: a, require: [DSN]}\na: {extends: postfix, require: [STARTTLS]}"),
                builtIn(),
                problems);

        assertThat(problems.list()).isEmpty();
        assertThat(all.keySet()).containsExactly("b", "a");
        assertThat(verbs(all.get("b"), 587)).containsExactly("AUTH", "X-EXPS=LOGIN", "STARTTLS", "DSN");
    }

    @Test
    void requirementCanHaveParametersBoundsSeverityAndSource() {
        Profile gateway = read("""
                g:
                  version: 1
                  family: gateway
                  versions: 4 to 6
                  require:
                    - {verb: AUTH, params: [LOGIN, XOAUTH2], severity: critical, source: our handbook}
                    - {verb: SIZE, min: 10000000, max: 50000000, severity: info}
                """);

        assertThat(gateway.origin()).isEqualTo(new Origin("gateway", "4 to 6", "p.yml"));
        assertThat(gateway.require())
                .containsExactly(
                        new Requirement(
                                "AUTH",
                                List.of("LOGIN", "XOAUTH2"),
                                SizeBounds.ANY,
                                null,
                                Severity.CRITICAL,
                                "our handbook"),
                        new Requirement(
                                "SIZE",
                                List.of(),
                                new SizeBounds(10_000_000L, 50_000_000L),
                                null,
                                Severity.INFO,
                                null));
    }

    @Test
    void portsAreNamedSinglyInListsOrByClass() {
        Profile gateway = read("""
                g:
                  extends: postfix
                  optional: [DSN]
                  ports:
                    smtp: {require: [SIZE]}
                    "465, 2465": {require: [AUTH], forbid: [XFORWARD], optional: [HELP]}
                    internal: {require: [DSN]}
                """);

        assertThat(gateway.ports()).containsOnlyKeys(25, 465, 587, 717, 2465, 2525);
        assertThat(verbs(gateway, 25)).containsExactly("SIZE");
        assertThat(verbs(gateway, 2465)).containsExactly("AUTH");
        assertThat(gateway.rulesOn(465).forbid()).containsExactlyInAnyOrder("TURN", "XFORWARD");
        assertThat(gateway.rulesOn(465).optional()).containsExactlyInAnyOrder("VRFY", "ETRN", "DSN", "HELP");
        assertThat(gateway.rulesOn(25).forbid()).containsExactly("TURN");
        assertThat(verbs(gateway, 2525)).isEqualTo(verbs(gateway, 717)).containsExactly("DSN");
    }

    @Test
    void requirementsForTlsApplyInsideTlsOnly() {
        Profile gateway = read("""
                g:
                  extends: postfix
                  after_tls: {require: [{verb: AUTH, params: [PLAIN]}], optional: [XCLIENT]}
                  ports:
                    submission: {require: [STARTTLS], after_tls: {require: [DSN]}}
                """);

        assertThat(verbs(gateway, 25)).doesNotContain("AUTH");
        assertThat(gateway.requiredOn(25, true)).contains(new Requirement("AUTH", List.of("PLAIN"), null));
        assertThat(gateway.usual().optionalInTls()).containsExactly("XCLIENT");
        assertThat(verbs(gateway, 587)).containsExactly("STARTTLS");
        assertThat(gateway.requiredOn(587, true)).containsExactly(Requirement.of("DSN"));
    }

    @Test
    void childInheritsFamilyVersionsAndTlsRequirements() {
        Map<String, Profile> all = ProfileReader.read(
                yaml(
                        "a: {family: gateway, versions: all, after_tls: {require: [AUTH]}}\nb: {extends: a, exempt: [AUTH]}"),
                builtIn(),
                problems);

        assertThat(problems.list()).isEmpty();
        assertThat(all.get("b").origin().family()).isEqualTo("gateway");
        assertThat(all.get("b").origin().versions()).isEqualTo("all");
        assertThat(all.get("b").source()).startsWith("p.yml; what it takes from a: p.yml");
        assertThat(all.get("a").requiredOn(25, true)).containsExactly(Requirement.of("AUTH"));
        assertThat(all.get("b").requiredOn(25, true)).containsExactly(Requirement.of("AUTH"));
        assertThat(all.get("b").exempt()).containsExactly(Exemption.of("AUTH"));
    }

    @Test
    void invalidRulesAreRejectedWithTheirLocations() {
        ProfileReader.read(yaml("""
                a: {version: 2, require: [{verb: DSN, min: 3}]}
                b: {require: [{verb: SIZE, min: 3, max: 2}]}
                c: {require: [{verb: SIZE, min: 0, severity: grave}]}
                d: {ports: {submision: {require: []}, "25,": {require: []}, "25, smtp": {require: []}}}
                e: {ports: {smtp: {require: [DSN], forbid: [DSN]}}}
                f: {after_tls: {requires: [DSN]}}
                g: {after_tls: [DSN]}
                """), builtIn(), problems);

        assertThat(problems.list().stream().map(Problem::toString))
                .containsExactly(
                        "p.yml:1:14: version \"2\" is not supported; write 1",
                        "p.yml:1:44: min is for SIZE, and this is DSN",
                        "p.yml:2:41: max 2 is less than min 3",
                        "p.yml:3:33: min \"0\" is out of range; write 1 to 2147483647",
                        "p.yml:3:46: unknown severity \"grave\"; known: critical, warning, info",
                        "p.yml:4:13: unknown class of ports \"submision\"; did you mean \"submission\"?",
                        "p.yml:4:39: port \"\" is not a whole number; write 1 to 65535",
                        "p.yml:4:61: port 25 already has rules in line 4",
                        "p.yml:5:44: DSN is both required and forbidden",
                        "p.yml:6:17: unknown key \"requires\" in after_tls; did you mean \"require\"?",
                        "p.yml:7:16: after_tls is a list; expected: a mapping");
    }

    @Test
    void allMistakesAreReported() {
        ProfileReader.read(yaml("""
                a: {extends: b}
                b: {extends: a}
                c: {extends: postfx}
                postfix: {require: [DSN]}
                auto: {}
                Big Name: {}
                d: {require: [DSN], forbid: [DSN]}
                e: {extends: postfix, exempt: [XEXCH50], ports: {0: {require: [DSN]}}}
                f: {requires: [DSN]}
                g: {require: ["A B", {verb: X, excuse: basic_auth}]}
                """), builtIn(), problems);

        assertThat(problems.list().stream().map(Problem::toString))
                .containsExactly(
                        "p.yml:2:14: profiles extend each other in a circle: a -> b -> a",
                        "p.yml:3:14: unknown profile \"postfx\"; did you mean \"postfix\"?",
                        "p.yml:4:1: profile \"postfix\" comes with the program and cannot be replaced;"
                                + " use another name, and write extends: postfix",
                        "p.yml:5:1: \"auto\" cannot name a profile; it stands for recognizing the product",
                        "p.yml:6:1: profile \"Big Name\" is not a name;"
                                + " use lowercase letters, digits, \"-\", \"_\" and \".\", at most 64",
                        "p.yml:7:29: DSN is both required and forbidden",
                        "p.yml:8:31: exempt \"XEXCH50\" has no effect: postfix does not require it",
                        "p.yml:8:50: port \"0\" is out of range; write 1 to 65535",
                        "p.yml:9:5: unknown key \"requires\" in a profile; did you mean \"require\"?",
                        "p.yml:10:15: require \"A B\" is not a verb;"
                                + " use letters, digits and \"-\", like STARTTLS or X-EXPS=LOGIN",
                        "p.yml:10:40: unknown excuse \"basic_auth\"; known: basic_auth_off");
    }

    @Test
    void tooManyLevelsOfParentsAreRejected() {
        StringBuilder text = new StringBuilder("p0: {}\n");
        for (int i = 1; i < 5000; i++) {
            text.append("p").append(i).append(": {extends: p").append(i + 1).append("}\n");
        }
        text.append("p5000: {}\n");
        ProfileReader.read(yaml(text.toString()), Map.of(), problems);

        assertThat(problems.list()).isNotEmpty();
    }

    private Profile read(String text) {
        Map<String, Profile> all = ProfileReader.read(yaml(text), builtIn(), problems);
        assertThat(problems.list()).isEmpty();
        return all.values().iterator().next();
    }

    private Map<String, Profile> builtIn() {
        return ProfileReader.readBuiltIn(yaml(PARENTS), Map.of(), problems);
    }

    private Node.Mapping yaml(String text) {
        return (Node.Mapping) YamlReader.read(new StringReader(text), problems);
    }

    private static List<String> verbs(Profile profile, int port) {
        return profile.requiredOn(port, false).stream().map(Requirement::verb).toList();
    }
}

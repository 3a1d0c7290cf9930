package io.ehloscope.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.classify.Circumstances;
import io.ehloscope.classify.Excuse;
import io.ehloscope.classify.FindingFact;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Fingerprint;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Requirement;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.VerbFact;
import io.ehloscope.yaml.Problems;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The data that ship with the program. */
class CatalogueTest {

    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Path PROFILES = Path.of("src/main/resources/io/ehloscope/profiles");

    @Test
    void theIndexNamesEveryProfileFile() throws IOException {
        try (Stream<Path> files = Files.list(PROFILES)) {
            Set<String> names = files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .filter(name -> !name.equals("index"))
                    .collect(Collectors.toSet());

            assertThat(CATALOGUE.profiles().keySet()).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @ParameterizedTest(name = "{0} requires {1}, on 587 {2}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            any-esmtp          | none                                      | none
            exchange-5.5       | XEXCH50                                   | none
            exchange-2000      | X-EXPS X-EXPS=LOGIN X-LINK2STATE XEXCH50  | none
            exchange-2003      | X-EXPS X-EXPS=LOGIN X-LINK2STATE XEXCH50  | none
            exchange-2007      | X-ANONYMOUSTLS X-EXPS XEXCH50 XRDST       | none
            exchange-2010      | X-ANONYMOUSTLS X-EXPS XEXCH50 XSHADOW     | none
            exchange-2010-edge | X-ANONYMOUSTLS X-EXPS XEXCH50 XSHADOW     | none
            exchange-2013      | X-ANONYMOUSTLS X-EXPS XRDST               | none
            exchange-2016      | X-ANONYMOUSTLS X-EXPS XRDST               | none
            exchange-2019      | X-ANONYMOUSTLS X-EXPS XRDST               | none
            exchange-se        | none                                      | none
            exchange-online    | none                                      | none
            windows-smtp       | SIZE PIPELINING                           | SIZE PIPELINING
            postfix            | 8BITMIME ENHANCEDSTATUSCODES              | 8BITMIME ENHANCEDSTATUSCODES
            exim               | SIZE                                      | SIZE
            sendmail           | ENHANCEDSTATUSCODES                       | ENHANCEDSTATUSCODES
            opensmtpd          | 8BITMIME ENHANCEDSTATUSCODES SIZE         | 8BITMIME ENHANCEDSTATUSCODES SIZE
            """)
    void profileRequiresTheVerbsThatItsSourcesShow(String name, @Nullable String usual, @Nullable String on587) {
        Profile profile = CATALOGUE.profiles().get(name);

        assertThat(profile).isNotNull();
        assertThat(verbs(profile.requiredOn(25, false))).isEqualTo(usual == null ? "" : usual);
        assertThat(verbs(profile.requiredOn(587, false))).isEqualTo(on587 == null ? "" : on587);
        assertThat(verbs(profile.requiredOn(25, true)))
                .isEqualTo(usual == null ? "" : usual.replace("X-ANONYMOUSTLS ", ""));
    }

    @Test
    void profileRequiresNothingWhereNothingIsCertain() {
        Profile edition = CATALOGUE.profiles().get("exchange-se");
        Profile mailbox = CATALOGUE.profiles().get("exchange-2016");

        assertThat(edition.usual().names()).isEmpty();
        assertThat(edition.ports().values())
                .allSatisfy(rules -> assertThat(rules.names()).isEmpty());
        assertThat(edition.title()).contains("none is known for certain");
        assertThat(mailbox.origin().versions()).contains("nothing is known about Edge 2013 and later");
        assertThat(mailbox.requiredOn(717, false)).isEmpty();
    }

    @Test
    void exchangeOnlineOffersAuthInsideTlsOnSubmissionOnly() {
        Profile online = CATALOGUE.profiles().get("exchange-online");

        assertThat(verbs(online.requiredOn(587, false))).isEmpty();
        assertThat(verbs(online.requiredOn(587, true))).isEqualTo("AUTH");
        assertThat(verbs(online.requiredOn(25, true))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("profileNames")
    void everyProfileStatesItsFormatVersionFamilyAndVersions(String name) throws IOException {
        Profile profile = CATALOGUE.profiles().get(name);

        assertThat(Files.readString(PROFILES.resolve(name + ".yaml"))).startsWith("version: 1\n");
        if (!name.equals("any-esmtp")) {
            assertThat(profile.origin().family()).isNotNull();
            assertThat(profile.origin().versions()).isNotNull();
        }
    }

    static Set<String> profileNames() {
        return CATALOGUE.profiles().keySet();
    }

    @Test
    void everyProfileHasASourceAndAllowsStarttlsToDisappear() {
        assertThat(CATALOGUE.profiles().values()).allSatisfy(profile -> {
            assertThat(profile.goneAfterTls()).contains("STARTTLS");
            assertThat(profile.source()).isNotBlank().doesNotEndWith(".yaml");
            assertThat(profile.title()).isNotEqualTo(profile.name());
        });
    }

    @Test
    void oldSpellingOfLoginIsExcusedIfBasicAuthenticationIsOff() {
        Profile profile = CATALOGUE.profiles().get("exchange-2003");

        assertThat(profile).isNotNull();
        assertThat(profile.require()).anySatisfy(each -> {
            assertThat(each.verb()).isEqualTo("X-EXPS=LOGIN");
            assertThat(each.excuse()).isEqualTo(Excuse.BASIC_AUTH_OFF);
            assertThat(each.severity()).isEqualTo(Severity.WARNING);
        });
    }

    @Test
    void everyVerbThatAProfileNamesIsExplained() {
        Set<String> named = new TreeSet<>();
        CATALOGUE.profiles().values().forEach(profile -> {
            profile.require().forEach(each -> named.add(each.verb()));
            profile.ports().values().forEach(rules -> {
                named.addAll(rules.names());
                named.addAll(rules.optional());
                named.addAll(rules.optionalInTls());
            });
            named.addAll(profile.usual().names());
            named.addAll(profile.optional());
            named.addAll(profile.usual().optionalInTls());
            named.addAll(profile.forbid());
            named.addAll(profile.goneAfterTls());
        });

        assertThat(named.stream().filter(verb -> CATALOGUE.verbs().fact(verb) == null))
                .as("verbs that need an entry in catalogue/verbs.yaml")
                .isEmpty();
    }

    @Test
    void everyVerbOfAMicrosoftFingerprintIsExplained() {
        CATALOGUE.recogniser().fingerprints().stream()
                .filter(each -> CATALOGUE.recogniser().isMicrosoft(each.name()))
                .flatMap(each -> each.when().any().stream())
                .filter(verb -> !verb.contains(" "))
                .forEach(verb ->
                        assertThat(CATALOGUE.verbs().fact(verb)).as(verb).isNotNull());
    }

    @Test
    void everyRequiredExchangeVerbHasRemedies() {
        CATALOGUE.profiles().values().stream()
                .flatMap(profile -> profile.require().stream())
                .map(each -> CATALOGUE.verbs().fact(each.verb()))
                .filter(fact -> fact != null && fact.provider() == VerbFact.Provider.EXCHANGE)
                .forEach(fact -> {
                    assertThat(fact.remedies()).as(fact.verb()).isNotEmpty();
                    assertThat(fact.component()).as(fact.verb()).isNotNull();
                });
    }

    @Test
    void verbIsFoundInAnyCaseAndWithAParameter() {
        assertThat(CATALOGUE.verbs().isExchange("xexch50")).isTrue();
        assertThat(CATALOGUE.verbs().isExchange("X-EXPS GSSAPI")).isTrue();
        assertThat(CATALOGUE.verbs().isExchange("XFORWARD")).isFalse();
        assertThat(CATALOGUE.verbs().isExchange("XWHATEVER")).isFalse();
    }

    @Test
    void everyFingerprintNamesAProfileThatCoversItsProduct() {
        assertThat(CATALOGUE.recogniser().fingerprints()).allSatisfy(each -> {
            Profile profile = CATALOGUE.profiles().get(each.profile());
            assertThat(profile).as(each.toString()).isNotNull();
            assertThat(profile.judges(each.name())).as(each.toString()).isTrue();
        });
    }

    @Test
    void everyProductOfAProfileHasAFingerprint() {
        Set<String> known = CATALOGUE.recogniser().fingerprints().stream()
                .map(Fingerprint::name)
                .collect(Collectors.toSet());

        assertThat(CATALOGUE.profiles().values())
                .allSatisfy(profile -> assertThat(known).containsAll(profile.products()));
    }

    @Test
    void anInvalidFileOfTheProgramIsReportedWithAllItsMistakes() {
        String text = """
                - {name: Upper, title: t, profile: any-esmtp, banner: '('}
                - {name: ok, title: t, profile: any-esmtp, banner: x, version_from_banner: true}
                - {name: ok, title: t, profile: any-esmtp, none: [SIZE]}
                - {name: ok, title: t, profil: any-esmtp, banner: x}
                """;

        assertThatThrownBy(() ->
                        Resources.read(new StringReader(text), new Problems("products.yaml"), ProductsReader::read))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("products.yaml:1:")
                .hasMessageContaining("not fit for a label")
                .hasMessageContaining("is no pattern")
                .hasMessageContaining("no group \"version\"")
                .hasMessageContaining("holds of everything")
                .hasMessageContaining("\"profil\"");
    }

    @Test
    void aDuplicateVerbIsAMistake() {
        String verb = "- {verb: SIZE, provider: standard, meaning: m, breaks: b, source: s}\n";

        assertThatThrownBy(() ->
                        Resources.read(new StringReader(verb + verb), new Problems("verbs.yaml"), VerbsReader::read))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"SIZE\" is there twice");
    }

    @ParameterizedTest
    @EnumSource(FindingKind.class)
    void everyFindingHasCausesAndRemedies(FindingKind kind) {
        FindingFact fact = CATALOGUE.findings().general(kind);
        assertThat(fact.kind()).isEqualTo(kind);
        assertThat(fact.meaning()).isNotEmpty();
        assertThat(fact.breaks()).isNotEmpty();
        assertThat(fact.causes()).isNotEmpty();
        assertThat(fact.remedies()).isNotEmpty();
    }

    @Test
    void remediesOfMaskedAdviseAgainstReinstalling() {
        FindingFact fact = CATALOGUE.findings().fact(FindingKind.MASKED, Circumstances.of(Product.Family.MICROSOFT));

        assertThat(fact.remedies().get(0)).contains("owner of the firewall");
        assertThat(fact.never()).anyMatch(each -> each.startsWith("Do not reinstall Exchange"));
    }

    @Test
    void microsoftCausesAreGivenForMicrosoftProductsOnly() {
        assertThat(CATALOGUE
                        .findings()
                        .fact(FindingKind.PARTIAL, Circumstances.of(Product.Family.MICROSOFT))
                        .causes())
                .anyMatch(each -> each.contains("peexch50.dll"));
        assertThat(CATALOGUE
                        .findings()
                        .fact(FindingKind.PARTIAL, Circumstances.of(Product.Family.OTHER))
                        .causes())
                .noneMatch(each -> each.contains("Exchange"));
    }

    @Test
    void aDuplicateOrMissingFindingIsAMistake() {
        String fact = "- {finding: partial, severity: info, meaning: m, breaks: b, source: s}\n";

        assertThatThrownBy(() -> Resources.read(
                        new StringReader(fact + fact), new Problems("findings.yaml"), FindingsReader::read))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"partial\" is there twice")
                .hasMessageContaining("\"not_loaded\" is not there");
    }

    private static String verbs(List<Requirement> list) {
        return list.stream().map(Requirement::verb).collect(Collectors.joining(" "));
    }
}

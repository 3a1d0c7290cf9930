package io.ehloscope.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Circumstances;
import io.ehloscope.classify.FindingEntry;
import io.ehloscope.classify.FindingFact;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Platform;
import io.ehloscope.classify.Product;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The choice of causes and remedies: they fit the stage, the reason and the product, and no other. */
class FindingAdviceTest {

    private static final Catalogue CATALOGUE = Catalogue.load();

    private static final Set<Stage> BEFORE_EHLO = EnumSet.of(Stage.GREETING, Stage.EHLO, Stage.HELO, Stage.EHLO_TLS);

    /** What causes and remedies can be about. Each case of unreachable is about one of these and must not name another. */
    private enum Topic {
        NAME("(?i)misspelled|look the name up|nor an AAAA|correct the records|CNAME|split DNS"),
        NAME_SERVER("(?i)SERVFAIL|port 53|name servers? (?:fail|that the scanner asks)"),
        NOTHING_LISTENS("(?i)service is stopped|net start|Start-Service|postfix start|loopback-only"),
        SILENCE("(?i)tcptraceroute|drops connections|a second network \\(`nc"),
        NO_ROUTE("(?i)ICMP|ip route|no route"),
        CUT_OFF("(?i)without a word|ends the connection"),
        SLOW_GREETING("(?i)before it greets|reverse name, and check"),
        SLOW_EHLO("(?i)looks up the EHLO name|`ehlo_name`"),
        OTHER_SERVICE("(?i)another service listens|web server"),
        HALF_A_REPLY("(?i)last line of the reply|cuts it"),
        HANDSHAKE("(?i)no usable certificate|cipher suite|`smtpd_tls_wrappermode"),
        BROKEN_TLS("(?i)connection to the server behind it fails");

        private final Pattern words;

        Topic(String words) {
            this.words = Pattern.compile(words);
        }
    }

    static Stream<Arguments> unreachable() {
        return Stream.of(
                Arguments.of(Set.of(Stage.DNS), Set.of(Reason.NOT_FOUND), EnumSet.of(Topic.NAME)),
                Arguments.of(Set.of(Stage.DNS), Set.of(Reason.TIMEOUT), EnumSet.of(Topic.NAME_SERVER)),
                Arguments.of(Set.of(Stage.DNS), Set.of(Reason.UNREACHABLE), EnumSet.of(Topic.NAME_SERVER)),
                Arguments.of(Set.of(Stage.CONNECT), Set.of(Reason.REFUSED), EnumSet.of(Topic.NOTHING_LISTENS)),
                Arguments.of(Set.of(Stage.CONNECT), Set.of(Reason.TIMEOUT), EnumSet.of(Topic.SILENCE)),
                Arguments.of(
                        Set.of(Stage.CONNECT), Set.of(Reason.UNREACHABLE), EnumSet.of(Topic.NO_ROUTE, Topic.SILENCE)),
                Arguments.of(
                        BEFORE_EHLO,
                        Set.of(Reason.RESET, Reason.CLOSED, Reason.UNREACHABLE, Reason.REFUSED),
                        EnumSet.of(Topic.CUT_OFF)),
                Arguments.of(Set.of(Stage.GREETING), Set.of(Reason.TIMEOUT), EnumSet.of(Topic.SLOW_GREETING)),
                Arguments.of(
                        EnumSet.of(Stage.EHLO, Stage.HELO, Stage.EHLO_TLS),
                        Set.of(Reason.TIMEOUT),
                        EnumSet.of(Topic.SLOW_EHLO)),
                Arguments.of(BEFORE_EHLO, Set.of(Reason.NOT_SMTP), EnumSet.of(Topic.OTHER_SERVICE)),
                Arguments.of(BEFORE_EHLO, Set.of(Reason.TRUNCATED, Reason.TOO_LARGE), EnumSet.of(Topic.HALF_A_REPLY)),
                Arguments.of(
                        Set.of(Stage.TLS),
                        Set.of(Reason.TLS_FAILED, Reason.TIMEOUT, Reason.RESET, Reason.CLOSED, Reason.NOT_SMTP),
                        EnumSet.of(Topic.HANDSHAKE)),
                Arguments.of(BEFORE_EHLO, Set.of(Reason.TLS_FAILED), EnumSet.of(Topic.BROKEN_TLS)));
    }

    @ParameterizedTest
    @MethodSource("unreachable")
    void unreachableNamesOnlyTheCausesOfItsStageAndReason(Set<Stage> stages, Set<Reason> reasons, Set<Topic> topics) {
        for (Stage stage : stages) {
            for (Reason reason : reasons) {
                for (Circumstances each : products(stage, reason, null)) {
                    FindingFact fact = fact(FindingKind.UNREACHABLE, each);
                    String said = words(fact);
                    for (Topic topic : Topic.values()) {
                        if (topics.contains(topic)) {
                            continue;
                        }
                        assertThat(said).as("%s %s", stage, reason).doesNotContainPattern(topic.words);
                    }
                    assertThat(topics.stream()
                                    .anyMatch(topic -> topic.words.matcher(said).find()))
                            .as("%s %s is about %s", stage, reason, topics)
                            .isTrue();
                }
            }
        }
    }

    /** A stage and a reason that must, and that must not, lead to certain words. */
    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(
                        FindingKind.REFUSED,
                        Stage.GREETING,
                        Reason.REJECTED_PERMANENTLY,
                        null,
                        "block list",
                        "real, fully qualified name"),
                Arguments.of(FindingKind.REFUSED, Stage.EHLO, Reason.REJECTED_PERMANENTLY, null, "`ehlo_name`", "521"),
                Arguments.of(FindingKind.REFUSED, Stage.HELO, Reason.REJECTED_PERMANENTLY, null, "`ehlo_name`", "521"),
                Arguments.of(
                        FindingKind.DEFERRED,
                        Stage.GREETING,
                        Reason.RATE_LIMITED,
                        null,
                        "per_address_gap",
                        "(?i)greylisting|maintenance|ehlo_name"),
                Arguments.of(
                        FindingKind.DEFERRED,
                        Stage.GREETING,
                        Reason.RATE_LIMITED,
                        "4.3.2",
                        "per_address_gap",
                        "(?i)greylisting|maintenance|ehlo_name"),
                Arguments.of(
                        FindingKind.DEFERRED,
                        Stage.GREETING,
                        Reason.REJECTED_TEMPORARILY,
                        "4.3.2",
                        "someone works on the server",
                        "(?i)greylisting|ehlo_name|per_address"),
                Arguments.of(
                        FindingKind.DEFERRED,
                        Stage.GREETING,
                        Reason.REJECTED_TEMPORARILY,
                        "4.7.0",
                        "(?i)greylisting",
                        "ServerComponentState|`ehlo_name`"),
                Arguments.of(
                        FindingKind.DEFERRED,
                        Stage.EHLO,
                        Reason.REJECTED_TEMPORARILY,
                        null,
                        "`ehlo_name`",
                        "ServerComponentState|MaxInbound"),
                Arguments.of(
                        FindingKind.STARTTLS_FAILED,
                        Stage.STARTTLS,
                        Reason.REJECTED_TEMPORARILY,
                        null,
                        "cannot load its certificate",
                        "(?i)Schannel|second EHLO"),
                Arguments.of(
                        FindingKind.STARTTLS_FAILED,
                        Stage.STARTTLS,
                        Reason.TIMEOUT,
                        null,
                        "drops the command",
                        "(?i)Schannel|second EHLO|454"),
                Arguments.of(
                        FindingKind.STARTTLS_FAILED,
                        Stage.TLS,
                        Reason.TLS_FAILED,
                        null,
                        "handshake",
                        "(?i)second EHLO|454"),
                Arguments.of(
                        FindingKind.STARTTLS_FAILED,
                        Stage.TLS,
                        Reason.TIMEOUT,
                        null,
                        "handshake",
                        "(?i)second EHLO|454"),
                Arguments.of(
                        FindingKind.STARTTLS_FAILED,
                        Stage.EHLO_TLS,
                        Reason.CLOSED,
                        null,
                        "second EHLO",
                        "(?i)Enable-ExchangeCertificate|smtpd_tls|454|cannot load"),
                Arguments.of(
                        FindingKind.MASKED,
                        Stage.GREETING,
                        Reason.NOT_SMTP,
                        null,
                        "replaces the greeting",
                        "(?i)Reinstall Exchange"),
                Arguments.of(FindingKind.HELO_ONLY, null, null, null, "EHLO", "(?i)asterisks|block list"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void adviceFitsTheStageAndReason(
            FindingKind kind,
            @Nullable Stage stage,
            @Nullable Reason reason,
            @Nullable String code,
            String needed,
            String forbidden) {
        for (Circumstances each : products(stage, reason, code)) {
            assertThat(words(fact(kind, each))).containsPattern(needed).doesNotContainPattern(forbidden);
        }
    }

    /** The words that belong to a platform. */
    private static final Map<Platform, Pattern> WORDS = new EnumMap<>(Map.of(
            Platform.EXCHANGE_2007,
                    Pattern.compile(
                            "(?:Get|Set|Enable|New|Add|Import)-(?:Exchange|Receive|Server|Transport|IP)|HubTransport"),
            Platform.EXCHANGE_2003, Pattern.compile("(?i)metabase\\.|event sink|reinstall|SMTPReinstall"),
            Platform.WINDOWS_SMTP, Pattern.compile("profile: windows-smtp"),
            Platform.POSTFIX, Pattern.compile("postconf|smtpd_|postfix (?:reload|start|check)")));

    @ParameterizedTest
    @EnumSource(FindingKind.class)
    void adviceNamesOnlyTheCommandsOfThePlatform(FindingKind kind) {
        Set<List<Object>> seen = new HashSet<>();
        for (Circumstances each : everything()) {
            FindingFact fact = fact(kind, each);
            if (!seen.add(List.of(fact, each.platforms()))) {
                continue;
            }
            String said = String.join("\n", fact.causes()) + "\n" + String.join("\n", fact.remedies());
            WORDS.forEach((platform, words) -> {
                if (!each.platforms().contains(platform)) {
                    assertThat(said).as("%s %s", kind, each).doesNotContainPattern(words);
                }
            });
            if (each.family() == Product.Family.OTHER && kind != FindingKind.NOT_LOADED) {
                assertThat(words(fact)).as("%s %s", kind, each).doesNotContain("Exchange");
            }
        }
    }

    @Test
    void aWindowsThatCannotHostExchangeIsNotReinstalled() {
        FindingFact fact = fact(FindingKind.NOT_LOADED, Circumstances.of(Platform.WINDOWS_SMTP));

        assertThat(String.join(" ", fact.remedies()))
                .contains("`profile: windows-smtp`")
                .doesNotContainPattern("(?i)reinstall|metabase|service pack");
        assertThat(fact.meaning()).contains("cannot run inside it");
    }

    @Test
    void causesOfSeveralPlatformsNameThePlatform() {
        FindingFact any = fact(FindingKind.NOT_LOADED, Circumstances.of(Product.Family.MICROSOFT));
        assertThat(any.causes()).anyMatch(each -> each.startsWith("Exchange 2000 and 2003: "));
        assertThat(any.causes()).anyMatch(each -> each.startsWith("Exchange 2007 and later: "));

        FindingFact one = fact(FindingKind.NOT_LOADED, Circumstances.of(Platform.EXCHANGE_2007));
        assertThat(one.causes()).noneMatch(each -> each.startsWith("Exchange 2"));
        assertThat(one.never()).singleElement().asString().startsWith("Do not reinstall Exchange");
    }

    @ParameterizedTest
    @EnumSource(FindingKind.class)
    void everyTargetGetsCausesAndRemediesFromOneEntry(FindingKind kind) {
        Set<FindingFact> seen = new HashSet<>();
        for (Circumstances each : everything()) {
            FindingFact fact = fact(kind, each);
            if (!seen.add(fact)) {
                continue;
            }
            assertThat(fact.causes()).as("%s %s", kind, each).isNotEmpty().doesNotHaveDuplicates();
            assertThat(fact.remedies())
                    .as("%s %s", kind, each)
                    .hasSizeGreaterThan(1)
                    .doesNotHaveDuplicates();
            assertThat(fact.source()).isNotBlank();
        }
    }

    @Test
    void everyEntryAppliesToATarget() {
        Set<FindingFact> chosen = new HashSet<>();
        for (Circumstances each : everything()) {
            for (FindingKind kind : FindingKind.values()) {
                chosen.add(fact(kind, each));
            }
        }
        for (FindingEntry each : CATALOGUE.findings().entries()) {
            assertThat(chosen)
                    .as("%s %s", each.kind().label(), each.when())
                    .contains(CATALOGUE.findings().fact(each));
        }
    }

    @Test
    void sentencesEndAndCommandsAreClosed() {
        for (FindingEntry each : CATALOGUE.findings().entries()) {
            List<String> sentences = new ArrayList<>(List.of(each.meaning(), each.breaks()));
            Stream.of(each.causes(), each.remedies(), each.never())
                    .flatMap(List::stream)
                    .forEach(item -> sentences.add(item.sentence()));
            for (String sentence : sentences) {
                assertThat(sentence).matches("(?s).*[.!?)`]").doesNotContain("  ");
                assertThat(sentence.chars().filter(c -> c == '`').count() % 2)
                        .as(sentence)
                        .isZero();
            }
            assertThat(each.source()).doesNotEndWith(".");
        }
    }

    private static FindingFact fact(FindingKind kind, Circumstances circumstances) {
        return CATALOGUE.findings().fact(kind, circumstances);
    }

    private static String words(FindingFact fact) {
        return String.join(
                "\n",
                fact.meaning(),
                fact.breaks(),
                String.join("\n", fact.causes()),
                String.join("\n", fact.remedies()));
    }

    /** These circumstances with every product. */
    private static List<Circumstances> products(@Nullable Stage stage, @Nullable Reason reason, @Nullable String code) {
        List<Circumstances> all = new ArrayList<>();
        all.add(Circumstances.UNKNOWN);
        all.add(Circumstances.of(Product.Family.MICROSOFT));
        all.add(new Circumstances(Product.Family.MICROSOFT, Set.of(), null, null, null));
        for (Platform each : Platform.values()) {
            all.add(Circumstances.of(each));
        }
        return all.stream()
                .map(each -> new Circumstances(each.family(), each.platforms(), stage, reason, code))
                .toList();
    }

    /** Every product with every stage and reason, and without. */
    private static List<Circumstances> everything() {
        List<Circumstances> all = new ArrayList<>(products(null, null, null));
        for (Stage stage : Stage.values()) {
            for (Reason reason : Reason.values()) {
                all.addAll(products(stage, reason, null));
                all.addAll(products(stage, reason, "4.3.2"));
            }
        }
        return all;
    }
}

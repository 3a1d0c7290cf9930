package io.ehloscope.scan;

import static io.ehloscope.scan.SampleFailures.deferred;
import static io.ehloscope.scan.SampleFailures.refused;
import static io.ehloscope.scan.SampleFailures.skipped;
import static io.ehloscope.scan.SampleFailures.timedOut;
import static io.ehloscope.scan.SampleResults.result;
import static io.ehloscope.scan.SampleResults.target;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Confidence;
import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Target;
import io.ehloscope.result.TargetResult;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sample result for each verdict that follows from a reply; {@link SampleFailures} has the others. */
public final class SampleVerdicts {

    private static final Product EXCHANGE_2003 = new Product(
            "exchange-2003", "Exchange 2003", "6.5", "exchange-2003", Product.Family.MICROSOFT, Confidence.CERTAIN);
    private static final Product EXCHANGE_2019 = new Product(
            "exchange-2019", "Exchange 2019", null, "exchange-2019", Product.Family.MICROSOFT, Confidence.CERTAIN);
    private static final Product WINDOWS = new Product(
            "windows-smtp",
            "Windows SMTP",
            "6.0.3790.3959",
            "windows-smtp",
            Product.Family.MICROSOFT,
            Confidence.CERTAIN);
    private static final Product POSTFIX =
            new Product("postfix", "Postfix", null, "postfix", Product.Family.OTHER, Confidence.CERTAIN);

    private static final String[] WINDOWS_VERBS = {
        "250-TURN",
        "250-SIZE 10485760",
        "250-ETRN",
        "250-PIPELINING",
        "250-DSN",
        "250-ENHANCEDSTATUSCODES",
        "250-8bitmime",
        "250-BINARYMIME",
        "250-CHUNKING",
        "250-VRFY"
    };
    private static final String[] EXCHANGE_VERBS = {
        "250-X-EXPS GSSAPI NTLM LOGIN",
        "250-X-EXPS=LOGIN",
        "250-AUTH GSSAPI NTLM LOGIN",
        "250-AUTH=LOGIN",
        "250-X-LINK2STATE",
        "250-XEXCH50",
        "250 OK"
    };

    private static final ProbeOutcome POSTFIX_ANSWER =
            new ProbeOutcome.Answered(postfixDialogue("192.0.2.10").observation());

    private SampleVerdicts() {}

    /** All results, in the order of their sites. */
    public static List<TargetResult> all() {
        return List.of(
                healthyExchange(),
                partial(),
                notLoaded(),
                masked(),
                timedOut(3), // emea
                healthyTls(),
                foreign(),
                heloOnly(),
                refused(), // americas
                deferred(),
                inconsistent(),
                skipped()); // apac
    }

    /** {@code healthy}: Exchange 2003 with all of its verbs. */
    public static TargetResult healthyExchange() {
        SampleDialogue dialogue = windowsDialogue("mail1.emea.example.com", "192.0.2.11")
                .ehlo(1_204, reply("mail1.emea.example.com", WINDOWS_VERBS, EXCHANGE_VERBS))
                .quit("221 2.0.0 mail1.emea.example.com Service closing transmission channel");
        return result(
                target("mail1.emea.example.com", 25, "emea", Map.of("country", "de", "role", "hub")),
                new ProbeOutcome.Answered(dialogue.observation()),
                assessment(
                        Verdict.HEALTHY, EXCHANGE_2003, List.of(), "every verb that exchange-2003 requires is there"),
                1,
                12);
    }

    /** {@code partial}: Exchange 2003 that lost a sink. */
    public static TargetResult partial() {
        SampleDialogue dialogue = windowsDialogue("mail2.emea.example.com", "192.0.2.12")
                .ehlo(1_377, reply("mail2.emea.example.com", WINDOWS_VERBS, new String[] {
                    "250-X-EXPS GSSAPI NTLM LOGIN",
                    "250-X-EXPS=LOGIN",
                    "250-AUTH GSSAPI NTLM LOGIN",
                    "250-AUTH=LOGIN",
                    "250 OK"
                }))
                .quit("221 2.0.0 mail2.emea.example.com Service closing transmission channel");
        return result(
                target("mail2.emea.example.com", 25, "emea", Map.of("country", "de")),
                new ProbeOutcome.Answered(dialogue.observation()),
                new Assessment(
                        Verdict.PARTIAL,
                        List.of(
                                "2 of 4 Exchange verbs are missing: X-LINK2STATE, XEXCH50",
                                "VRFY is offered although the profile forbids it"),
                        "exchange-2003",
                        EXCHANGE_2003,
                        List.of("X-LINK2STATE", "XEXCH50"),
                        2,
                        List.of("VRFY"),
                        List.of(),
                        List.of(new ExemptVerb(
                                new Exemption("XEXCH50", "until the firewall is replaced", LocalDate.of(2026, 10, 31)),
                                "XEXCH50",
                                true)),
                        Map.of(),
                        List.of()),
                1,
                13);
    }

    /** {@code not_loaded}: the Windows SMTP service without the verbs of Exchange. */
    public static TargetResult notLoaded() {
        SampleDialogue dialogue = windowsDialogue("mail3.emea.example.com", "2001:db8::25")
                .ehlo(1_119, reply("mail3.emea.example.com", WINDOWS_VERBS, new String[] {"250 OK"}))
                .quit("221 2.0.0 mail3.emea.example.com Service closing transmission channel");
        return result(
                target("mail3.emea.example.com", 25, "emea", Map.of("country", "fr")),
                new ProbeOutcome.Answered(dialogue.observation()),
                new Assessment(
                        Verdict.NOT_LOADED,
                        List.of(
                                "Microsoft SMTP answers with none of the 4 verbs that Exchange 2003 adds",
                                "if this is meant to be a relay, give it profile: windows-smtp"),
                        "exchange-2003",
                        WINDOWS,
                        List.of("X-EXPS", "X-EXPS=LOGIN", "X-LINK2STATE", "XEXCH50"),
                        4,
                        List.of(),
                        List.of()),
                2,
                14);
    }

    /** {@code masked}: a firewall overwrote the greeting and the verbs. */
    public static TargetResult masked() {
        SampleDialogue dialogue = new SampleDialogue()
                .dns(2_100)
                .connect("198.51.100.7", 25, 8_010)
                .greeting(9_000, "220 ***************************************2******0*0*00")
                .ehlo(2_345, "250-mail4.emea.example.com", "250-SIZE 20480000", "250-XXXXXXXA", "250 XXXXXXXB");
        return result(
                target("mail4.emea.example.com", 25, "emea", Map.of()),
                new ProbeOutcome.Answered(dialogue.observation()),
                new Assessment(
                        Verdict.MASKED,
                        List.of("a firewall rewrites the reply: starred greeting, verbs overwritten with X"),
                        "exchange-2003",
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(
                                "220 ***************************************2******0*0*00",
                                "250-XXXXXXXA",
                                "250 XXXXXXXB")),
                1,
                15);
    }

    /** {@code healthy}, with a completed STARTTLS. */
    public static TargetResult healthyTls() {
        PeerCertificate edge = new PeerCertificate(
                "CN=edge.us.example.com,O=Example Corp",
                List.of("edge.us.example.com", "mail.example.com"),
                "CN=Example Issuing CA 2,O=Example Corp",
                Instant.parse("2026-01-15T00:00:00Z"),
                Instant.parse("2027-01-15T23:59:59Z"),
                "RSA",
                2048,
                "SHA256withRSA");
        PeerTls tls = new PeerTls("TLSv1.3", "TLS_AES_256_GCM_SHA384", null, List.of(edge), List.of(), true);
        String[] verbs = {
            "250-edge.us.example.com Hello [192.0.2.200]",
            "250-SIZE 37748736",
            "250-PIPELINING",
            "250-8BITMIME",
            "250-STARTTLS",
            "250-X-ANONYMOUSTLS",
            "250 XRDST"
        };
        SampleDialogue dialogue = new SampleDialogue()
                .dns(3_400)
                .connect("203.0.113.9", 25, 88_250)
                .greeting(90_100, "220 edge.us.example.com Microsoft ESMTP MAIL Service ready at Mon, 2 Nov 2026")
                .ehlo(89_000, verbs)
                .starttls(tls, 180_000, verbs[0], verbs[1], verbs[2], verbs[3], verbs[6]);
        return result(
                target("edge.us.example.com", 25, "americas", Map.of("role", "edge")),
                new ProbeOutcome.Answered(dialogue.observation()),
                new Assessment(
                        Verdict.HEALTHY,
                        List.of("X-EXPS is missing, but exempt until 2027-01-31: an edge server, X-EXPS is off"),
                        "exchange-2019",
                        EXCHANGE_2019,
                        List.of(),
                        0,
                        List.of(),
                        List.of(),
                        List.of(
                                new ExemptVerb(
                                        new Exemption(
                                                "X-EXPS", "an edge server, X-EXPS is off", LocalDate.of(2027, 1, 31)),
                                        "X-EXPS",
                                        false),
                                new ExemptVerb(Exemption.of("XRDST"), null, false)),
                        Map.of(),
                        List.of()),
                1,
                20);
    }

    /** {@code foreign}: Postfix instead of Exchange. */
    public static TargetResult foreign() {
        return result(
                target("mail1.us.example.com", 25, "americas", Map.of()),
                new ProbeOutcome.Answered(postfixDialogue("203.0.113.10").observation()),
                Assessment.without(
                        Verdict.FOREIGN,
                        List.of("the profile is exchange-2003, but Postfix answers"),
                        "exchange-2003",
                        POSTFIX),
                1,
                21);
    }

    /** {@code helo_only}: the server does not know EHLO. */
    public static TargetResult heloOnly() {
        SampleDialogue dialogue = new SampleDialogue()
                .dns(2_000)
                .connect("203.0.113.11", 25, 87_000)
                .greeting(88_000, "220 proxy.us.example.com Generic SMTP handler")
                .ehloRefused(87_100, "500 Command unrecognized")
                .helo(87_300, "250 (proxy.us.example.com) pleased to meet you.");
        return result(
                target("mail2.us.example.com", 25, "americas", Map.of()),
                new ProbeOutcome.Answered(dialogue.observation()),
                Assessment.without(
                        Verdict.HELO_ONLY,
                        List.of("EHLO is refused (500 Command unrecognized), HELO works"),
                        null,
                        null),
                1,
                22);
    }

    /** {@code inconsistent}: two addresses of one name differ. */
    public static TargetResult inconsistent() {
        return result(
                target("pool.apac.example.com", 25, "apac", Map.of()),
                new ProbeOutcome.Answered(postfixDialogue("198.51.100.20").observation()),
                Assessment.without(
                        Verdict.INCONSISTENT,
                        List.of("198.51.100.20 is healthy, 198.51.100.21 is partial (missing STARTTLS)"),
                        "postfix",
                        POSTFIX),
                2,
                31);
    }

    /** {@code healthy}: Postfix, with its own profile. */
    public static TargetResult healthyPostfix(Target target) {
        return result(
                target,
                POSTFIX_ANSWER,
                assessment(Verdict.HEALTHY, POSTFIX, List.of(), "every verb that postfix requires is there"),
                1,
                0);
    }

    private static Assessment assessment(Verdict verdict, Product product, List<String> missing, String reason) {
        return new Assessment(
                verdict, List.of(reason), product.profile(), product, missing, missing.size(), List.of(), List.of());
    }

    private static SampleDialogue windowsDialogue(String host, String address) {
        return new SampleDialogue()
                .dns(1_800)
                .connect(address, 25, 7_512)
                .greeting(
                        8_003,
                        "220 " + host + " Microsoft ESMTP MAIL Service, Version: 6.0.3790.3959 ready at  "
                                + "Mon, 2 Nov 2026 09:30:00 +0100 ");
    }

    private static SampleDialogue postfixDialogue(String address) {
        return new SampleDialogue()
                .dns(2_050)
                .connect(address, 25, 12_000)
                .greeting(12_400, "220 mx.example.com ESMTP Postfix")
                .ehlo(
                        12_700,
                        "250-mx.example.com",
                        "250-PIPELINING",
                        "250-SIZE 10240000",
                        "250-STARTTLS",
                        "250-8BITMIME",
                        "250 SMTPUTF8")
                .quit("221 2.0.0 Bye");
    }

    private static String[] reply(String host, String[] first, String[] second) {
        List<String> lines = new ArrayList<>();
        lines.add("250-" + host + " Hello [192.0.2.200]");
        lines.addAll(List.of(first));
        lines.addAll(List.of(second));
        return lines.toArray(String[]::new);
    }
}

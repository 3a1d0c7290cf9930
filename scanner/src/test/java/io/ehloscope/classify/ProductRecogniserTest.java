package io.ehloscope.classify;

import static io.ehloscope.classify.Replies.ehlo;
import static io.ehloscope.smtp.ReplyTexts.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.smtp.EhloReply;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductRecogniserTest {

    private static final ProductRecogniser RECOGNISER = Catalogue.load().recogniser();
    private static final String WINDOWS_2003 =
            "220 h Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready at  Sat, 3 Sep 2011 08:39:16 -0700";
    private static final String TRANSPORT =
            "220 h Microsoft ESMTP MAIL Service ready at Fri, 5 Aug 2016 16:24:41 -0700";
    private static final String[] FRONT_END = {
        "SIZE 37748736",
        "PIPELINING",
        "DSN",
        "ENHANCEDSTATUSCODES",
        "STARTTLS",
        "AUTH GSSAPI NTLM",
        "8BITMIME",
        "BINARYMIME",
        "CHUNKING"
    };
    private static final String[] POSTFIX = {
        "PIPELINING", "SIZE 10240000", "VRFY", "ETRN", "STARTTLS", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN"
    };

    @ParameterizedTest
    @CsvSource({
        "exchange, true",
        "exchange-5.5, true",
        "exchange-online, true",
        "windows-smtp, true",
        "postfix, false",
        "exim, false",
        "no-product, false"
    })
    void productsOfMicrosoft(String product, boolean microsoft) {
        assertThat(new ProductRecogniser(RECOGNISER.fingerprints()).isMicrosoft(product))
                .isEqualTo(microsoft);
        assertThat(RECOGNISER.names().contains(product)).isEqualTo(!product.equals("no-product"));
    }

    @ParameterizedTest(name = "{0} is {1} {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            h Microsoft Exchange Internet Mail Service 5.0.1460.8 ready | exchange-5.5 | 5.0.1460.8
            h ESMTP Server (Microsoft Exchange Internet Mail Service 5.5.2653.13) ready | exchange-5.5 | 5.5.2653.13
            h  SMTP Server (Microsoft Exchange Internet Mail Service 5.5.2232.0) Ready. | exchange-5.5 | 5.5.2232.0
            h ESMTP Server (Microsoft Exchange Internet Mail Service) ready | exchange-5.5 | 5.0-5.5
            h Microsoft SMTP MAIL ready at Mon, 1 Jan 2001 Version: 5.5.1877.197.19 | windows-smtp | 5.5.1877.197.19
            h Microsoft ESMTP MAIL Service, Version: 5.0.2195.6713 ready at  Thu | windows-smtp | 5.0.2195.6713
            Microsoft ESMTP MAIL Service, Version: 10.0.17763.1697 | windows-smtp | 10.0.17763.1697
            h Microsoft ESMTP MAIL Service, Version: nonsense ready | - | -
            h.comMicrosoft ESMTP MAIL Service ready at Thu, 27 Jun 2013 | exchange | 2007+
            H MICROSOFT ESMTP MAIL SERVICE READY AT FRI, 5 AUG 2016 | exchange | 2007+
            A.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Sun [08DD59CA63652EED] | exchange-online | -
            A.outlook.office365.com Microsoft ESMTP MAIL Service ready at Sun | exchange-online | -
            0b939e3ef53b Microsoft Graph SMTP OAuth Relay | - | -
            h ESMTP Postfix | postfix | -
            h ESMTP Postfix (3.1.4) | postfix | 3.1.4
            h ESMTP Postfix (Debian/GNU) | postfix | -
            h ESMTP Exim 4.92.2 #89 Mon | exim | 4.92.2
            h ESMTP Sendmail 8.14.4/8.14.4; Mon | sendmail | 8.14.4
            h ESMTP OpenSMTPD | opensmtpd | -
            h ESMTP Service (Lotus Domino Release 8.5.3FP6) ready at Mon | domino | 8.5.3FP6
            h ESMTP Service (Lotus Domino Release 8.5.3FP6 HF1944) ready at Thu | domino | 8.5.3FP6 HF1944
            h ESMTP Service (Lotus Domino Release 8.0.2 FP1 HF82) ready at Thu | domino | 8.0.2 FP1 HF82
            h ESMTP Service (IBM Domino Release 9.0.1FP10 HF383) ready at Wed | domino | 9.0.1FP10 HF383
            h ESMTP Service (IBM Domino Release 9.0.1FP7HF92) ready at Wed | domino | 9.0.1FP7HF92
            h ESMTP Service (Lotus Domino Release 5.0.13a) ready at Thu | domino | 5.0.13a
            h ESMTP Service (Lotus Domino Build V85_M2_08202008) ready at Thu | domino | -
            h ESMTP Service (HCL Domino Release 12.0) ready at Mon | domino | 12.0
            h ESMTP MDaemon 4.0.5; Mon | mdaemon | 4.0.5
            h ESMTP hMailServer 5.6.7 | hmailserver | 5.6.7
            h ESMTP MailEnable Service, Version: 10.27-- ready at 01/02/20 | mailenable | 10.27
            h Kerio Connect 8.5.2 patch 1 ESMTP ready | kerio | 8.5.2 patch 1
            h Kerio MailServer 6.5.2 ESMTP ready | kerio | 6.5.2
            h ESMTP CommuniGate Pro 6.1 | communigate | 6.1
            h ESMTP Merak 8.0; Mon | icewarp | 8.0
            h (IMail 8.05 1-1) NT-ESMTP Server X1 | imail | 8.05
            h GroupWise Internet Agent 8.0.2 ready | groupwise | 8.0.2
            h Mercury/32 v4.01 ESMTP server ready. | mercury | 4.01
            h ESMTP Haraka 2.4.0 ready | haraka | 2.4.0
            h Stalwart SMTP v0.4.0 at your service. | stalwart | 0.4.0
            h Mailpit ESMTP Service ready | mailpit | -
            h SMTP Server (JAMES SMTP Server 2.3.2) ready | james | 2.3.2
            Apache JAMES awesome SMTP Server | james | -
            mx.google.com ESMTP r61si735760yhm.1 - gsmtp | gmail | -
            h ESMTP (d41d8cd98f00b204e9800998ecf8427e) | barracuda | -
            mx0b-0001.pphosted.com ESMTP mfa-m0458491 | proofpoint | -
            eu-smtp-1.mimecast.com ESMTP; Sat | mimecast | -
            h AsyncOS | cisco-esa | -
            h ESMTP Symantec Messaging Gateway | symantec-messaging-gateway | -
            h ESMTP SonicWall (9.1) | sonicwall | 9.1
            TrendMicro IMSS SMTP proxy | trend-micro | -
            avast! SMTP proxy ready. | avast | -
            AVG ESMTP Proxy Server 7.0 | avg | -
            h ESMTP BitDefender Proxy ready | bitdefender | -
            h InterLock SMTP Gateway 3.0 ready | interlock | -
            h Generic SMTP handler | generic-smtp-handler | -
            163.com Anti-spam GT for Coremail System | coremail | -
            h SMTP Postfix | postfix | -
            h ESMTP postfix NO UCE | postfix | -
            h ESMTP PostFix 2.7.1 | postfix | 2.7.1
            h ESMTP Postfix/3.5.6 | postfix | 3.5.6
            h ESMTP Postfix (2.8-20100306) | postfix | 2.8
            h ESMTP Postfix 192.0.2.1 | postfix | -
            h Kerio Connect 9.2.5 | kerio | 9.2.5
            h ESMTP Hi, I'm a Mail-in-a-Box (Ubuntu/Postfix; see https://mailinabox.email/) | postfix | -
            h ESMTP Postcow | postfix | -
            h ESMTP EXIM 4.83 | exim | 4.83
            h ESMTP Exim 4.84_2 | exim | 4.84_2
            h ESMTP Exim 4.90_RC3 Thu | exim | 4.90_RC3
            h ESMTP Exim 4.89_1b Thu | exim | 4.89_1b
            h ESMTP Exim 4.89-122312 Thu | exim | 4.89-122312
            h ESMTP (Exim 4.87) Thu | exim | 4.87
            h ESMTP Exim 125302 Thu | exim | -
            h ESMTP Sendmail 8.13.5.20060308/8.13.5/Debian-3ubuntu1.1; Fri | sendmail | 8.13.5.20060308
            h ESMTP Sendmail AIX4.2/UCB 8.7; Sun | sendmail | 8.7
            h Sendmail AIX 4.1/UCB 5.64/4.03 ready at Mon | sendmail | 5.64
            ESMTP Sendmail  8.13.1/8.13.1; Thu | sendmail | 8.13.1
            h ESMTP MetaInfo Sendmail 2.5 Build 2630 (Berkeley 8.8.6)/8.8.4; Mon | - | -
            h Exim ESMTP Service ready | exim | -
            smtp sendmail v8.12.11 (IBM AIX 4.3) | sendmail | 8.12.11
            h ESMTP Sendmail AIX5.1/8.11.6p2/8.11.0; Fri | sendmail | 8.11.6p2
            h ESMTP Sendmail @(#)Sendmail version 8.13.3 - Revision 1.004 | sendmail | 8.13.3
            h ESMTP Sendmail 8.9.3+Sun/8.9.1; Mon | sendmail | 8.9.3
            h ESMTP Haraka/3.0.2 ready (C9DF66) | haraka | 3.0.2
            h ESMTP Haraka 2.8.28 ready (9BD1B3) | haraka | 2.8.28
            h ESMTP Haraka v2.8.28 ready | haraka | 2.8.28
            h ESMTP Haraka ready | haraka | -
            h Stalwart ESMTP at your service | stalwart | -
            h ESMTP MSA MDaemon 13.5.1; Thu | mdaemon | 13.5.1
            h ESMTP service ready [1] using MDaemon v3.0.3 R | mdaemon | 3.0.3
            h ESMTP service ready [1] (MDaemon v2.7 SP4 R) | mdaemon | 2.7 SP4
            h ESMTP hMailServer 5.6.7-B2425 | hmailserver | 5.6.7-B2425
            (SMTP) hMailServer 4.4 - Up since Mon | hmailserver | 4.4
            h ESMTP MailEnable Service, Version: 1.986-- denied access at 04/05/18 | mailenable | 1.986
            h ESMTP CommuniGate Pro 6.2c3 | communigate | 6.2c3
            h ESMTP CommuniGate Pro | communigate | -
            h SMTP MERAK 2.10.284; Thu | icewarp | 2.10.284
            h ESMTP IceWarp 11.1.2.0 RHEL6 x64; Tue | icewarp | 11.1.2.0
            h Mercury/32 v3.01a SMTP/ESMTP server ready. | mercury | 3.01a
            h (PowerMTA(TM) v3.2r24) ESMTP service ready | powermta | 3.2r24
            h SurgeSMTP (Version 7.1f-15) http://surgemail.com | surgemail | 7.1f-15
            SMTP h (Surgemail Version 3.7b6-6) | surgemail | 3.7b6-6
            h ArGoSoft Mail Server Pro for WinNT/2000/XP, Version 1.8 (1.8.9.5) | argosoft | 1.8.9.5
            h Dovecot ready. | dovecot | -
            h Dovecot (Ubuntu) ready. | dovecot | -
            DavMail 4.8.3 SMTP ready at Sat Dec 28 | davmail | 4.8.3
            DavMail SMTP ready at Sat Dec 28 | davmail | -
            h smtp4dev ready | smtp4dev | -
            [127.0.0.1] ESMTP amavisd-new service ready | amavis | -
            [::1] ESMTP amavis service ready | amavis | -
            h ESMTP qpsmtpd 0.94 ready; send us your mail, but not your spam. | qpsmtpd | 0.94
            h ESMTP qpsmtpd v0.40rc1 ready; send us your mail | qpsmtpd | 0.40rc1
            h Python SMTP 1.4.6 | aiosmtpd | 1.4.6
            h Python SMTP 1.4.4.post2 | aiosmtpd | 1.4.4.post2
            h Python SMTP proxy version 0.3 | python-smtpd | 0.3
            h ESMTP chasquid | chasquid | -
            h mailfront ESMTP | mailfront | -
            /127.0.0.1 GreenMail SMTP Service v2.1.3 ready | greenmail | 2.1.3
            /127.0.0.1 GreenMail SMTP Service v2.1.0-alpha-3 ready | greenmail | 2.1.0-alpha-3
            /127.0.0.1 GreenMail SMTP Service Ready at port 3025 | greenmail | -
            h ESMTP SubEthaSMTP 3.1.7 | subetha | 3.1.7
            h ESMTP SubEthaSMTP null | subetha | -
            localhost ESMTP msmtpd | msmtpd | -
            EventMachine SMTP Server | eventmachine | -
            mail.inetsim.org INetSim Mail Service ready. | inetsim | -
            mx.zohomail.com SMTP Server ready April 18, 2024 6:38:02 AM PDT | zoho | -
            mx.zoho.com SMTP Server ready | zoho | -
            ESMTP IMSVA | trend-micro | -
            h ESMTP IMSVA | trend-micro | -
            h Trend Micro InterScan Messaging Security Suite, Version: 7.0 ready | trend-micro | -
            h ESMTP Mirapoint 1.1.0; Wed | mirapoint | 1.1.0
            h ESMTP Mirapoint Messaging Server MOS 3.8.2-GA; Wed | mirapoint | 3.8.2-GA
            h ESMTP SonicWALL (9.0.5.2077) | sonicwall | 9.0.5.2077
            h ESMTP SonicWall (10.0.10.6287) | sonicwall | 10.0.10.6287
            gmx.com (mrgmx001) Nemesis ESMTP Service ready | gmx | -
            gmx.net {mp003} GMX Mailservices ESMTP | gmx | -
            web.de (mrweb105) Nemesis ESMTP Service ready | nemesis | -
            smtp.strato.de [jored mo45] ESMTP RZmta 44.5 ready; Mon | strato | 44.5
            smtpin.rzone.de ESMTP RZmta 55.6.2 ready | strato | 55.6.2
            smtp.ionos.es ESMTP RZmta (P6 -) | rzmta | -
            h ESMTP Symantec Brightmail Gateway | symantec-messaging-gateway | -
            h ESMTP Sophos Email Appliance v4.5.3.6 | sophos | 4.5.3.6
            h ESMTP Trustwave SEG (v8.2.3) Ready | mailmarshal | 8.2.3
            h ESMTP NetIQ MailMarshal 6.0 Service Pack 1 (v6.0.3.8) Ready | mailmarshal | 6.0.3.8
            h ESMTP SecurityGateway 8.0.1 | securitygateway | 8.0.1
            h ESMTP spamd IP-based SPAM blocker; Mon | openbsd-spamd | -
            h -- E-MailRelay V1.9 -- Service ready | emailrelay | 1.9
            h ESMTP ecelerity 4.2.37.61980 r(:) Thu | momentum | 4.2.37.61980
            h ESMTP Citadel server ready. | citadel | -
            h MasqMail 0.3.5 ESMTP | masqmail | 0.3.5
            h NO UCE NO UBE NO RELAY PROBES ESMTP | twisted | -
            localhost Dumbster SMTP service ready | dumbster | -
            h ESMTP MailHog | mailhog | -
            h Inbucket SMTP ready | inbucket | -
            SMTP Server Ready | - | -
            hello | - | -
            """)
    void someProductsAreRecognizedByGreetingAlone(String banner, @Nullable String name, @Nullable String version) {
        Recognition recognition = RECOGNISER.recognise(reply("220 " + banner), null);

        if (name == null) {
            assertThat(recognition).isNull();
        } else {
            assertThat(recognition).isNotNull();
            assertThat(recognition.byReply()).isFalse();
            assertThat(recognition.product().name()).isEqualTo(name);
            assertThat(recognition.product().version()).isEqualTo(version);
        }
    }

    static Stream<String> namesAndTitles() {
        return RECOGNISER.fingerprints().stream()
                .flatMap(each -> Stream.of(each.name(), each.title().replaceAll("[ (].*", "")))
                .flatMap(each -> Stream.of(each, each.toLowerCase(Locale.ROOT)))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("namesAndTitles")
    void hostNameOfAProductProvesNothing(String name) {
        for (String host :
                List.of(name + ".example.com", "mx." + name + ".example.com", name + "-1.example.com", name)) {
            for (String rest : List.of("ESMTP ready", "SMTP", "Ready at your service", "ESMTP Service ready; Mon")) {
                assertThat(RECOGNISER.recognise(reply("220 " + host + " " + rest), null))
                        .as("%s %s", host, rest)
                        .isNull();
            }
        }
    }

    @ParameterizedTest(name = "{1} contradicts {0}")
    @CsvSource(delimiter = '|', textBlock = """
            h ESMTP Server (Microsoft Exchange Internet Mail Service 5.5.2653.13) ready | XEXCH50,HELP,SIZE 0,CHUNKING
            h ESMTP Server (Microsoft Exchange Internet Mail Service 5.5.2653.13) ready | HELP,SIZE 0,PIPELINING
            Ready                     | CHUNKING,XEXCH50,HELP,8BITMIME
            Ready                     | XEXCH50,EXPN,SIZE
            Ready                     | X-EXPS LOGIN,XCLIENT NAME,OK
            h ESMTP Postfix           | SIZE,8BITMIME,HELP
            h ESMTP Postcow           | PIPELINING,PRDR
            h ESMTP Exim 4.96         | SIZE,ENHANCEDSTATUSCODES
            h ESMTP Sendmail 8.14.4   | SIZE,CHUNKING
            h ESMTP OpenSMTPD         | SIZE,VRFY
            h ESMTP                   | PIPELINING,8BITMIME,SIZE,EXPN
            """)
    void verbsThatAProductNeverOffersRuleItOut(String banner, String verbs) {
        assertThat(RECOGNISER.recognise(reply("220 " + banner), ehlo(verbs.split(","))))
                .isNull();
    }

    @ParameterizedTest(name = "{0} is {2}, {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            h Nice to meet you, [192.0.2.1]       | PIPELINING,8BITMIME,AUTH LOGIN PLAIN        | smtp-server  | LIKELY
            h Nice to meet you, client.example    | PIPELINING,8BITMIME,SMTPUTF8,STARTTLS       | smtp-server  | LIKELY
            h Nice to meet you, client.example    | PIPELINING,8BITMIME,EXPN                    | -            | -
            h Hi client.example [192.0.2.1]       | PIPELINING,8BITMIME,SIZE 1000               | qpsmtpd      | POSSIBLE
            h you had me at EHLO                  | STARTTLS,SMTPUTF8,SIZE 1000                 | stalwart     | LIKELY
            Ok EventMachine SMTP Server           | NO-SOLICITING,SIZE 20000000                 | eventmachine | LIKELY
            h                                     | PIPELINING,8BITMIME                         | qmail        | POSSIBLE
            h Hello client.example, nice day      | PIPELINING,8BITMIME                         | -            | -
            h                                     | 8BITMIME,SIZE 10485760                      | cisco-esa    | POSSIBLE
            h Hello client.example                | 8BITMIME,SIZE 10485760                      | -            | -
            """)
    void someProductsAreRecognizedByTheGreetingLineOfTheReply(
            String line, String verbs, @Nullable String name, @Nullable Confidence confidence) {
        String list = "250-" + line + "\n250-" + verbs.replace(",", "\n250-");
        EhloReply answer = EhloReply.of(reply(list.replaceFirst("250-(?=[^\n]*$)", "250 ")));

        Recognition recognition = RECOGNISER.recognise(reply("220 h ESMTP"), answer);

        if (name == null || confidence == null) {
            assertThat(recognition).isNull();
        } else {
            assertThat(recognition).isNotNull();
            assertThat(recognition.product().name()).isEqualTo(name);
            assertThat(recognition.product().confidence()).isEqualTo(confidence);
        }
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            TURN,SIZE,X-LINK2STATE,OK                                       | exchange-2000-2003 | 2000-2003
            TURN,SIZE,XEXCH50,OK                                            | exchange-2000-2003 | 2000-2003
            SIZE,8bitmime,X-EXPS NTLM                                       | exchange-2000-2003 | 2000-2003
            SIZE,X-EXPS=LOGIN,OK                                            | exchange-2000-2003 | 2000-2003
            XEXCH50,HELP,ETRN,DSN,SIZE 0,AUTH LOGIN,AUTH=LOGIN              | exchange-5.5       | 5.5
            SIZE,X-ANONYMOUSTLS,AUTH NTLM,X-EXPS GSSAPI,XEXCH50,XRDST       | exchange           | 2007-2010
            SIZE,X-ANONYMOUSTLS,AUTH NTLM,X-EXPS GSSAPI,XEXCH50,XRDST,XSHADOW | exchange         | 2010
            SIZE,X-ANONYMOUSTLS,X-EXPS NTLM,XEXCH50,XSHADOW                 | exchange           | 2010 Edge
            SIZE,X-ANONYMOUSTLS,X-EXPS GSSAPI,XEXCH50,XRDST,XSHADOWREQUEST  | exchange           | 2013+
            SIZE,X-ANONYMOUSTLS,X-EXPS GSSAPI,CHUNKING,XRDST                | exchange           | 2013+
            SIZE,X-ANONYMOUSTLS,X-EXPS GSSAPI,CHUNKING,SMTPUTF8,XRDST       | exchange           | 2019+
            SIZE,X-ANONYMOUSTLS                                             | exchange           | 2007+
            SIZE,8BITMIME,X-EXPS NTLM                                       | microsoft-smtp     | -
            SIZE,XEXCH50                                                    | microsoft-smtp     | -
            TURN,SIZE,ETRN,PIPELINING,8bitmime,OK                           | windows-smtp       | -
            SIZE,ETRN,PIPELINING,VRFY,OK                                    | windows-smtp       | -
            SIZE,8BITMIME,OK                                                | -                  | -
            DSN,SIZE,ETRN,TURN,ATRN,NO-SOLICITING,8BITMIME,HELP,PIPELINING,EHLO | -              | -
            XCLIENT NAME HELO,XFORWARD NAME ADDR,8BITMIME                   | -                  | -
            XADR,XSTA,XGEN,MAILCOMPRESS                                     | -                  | -
            """)
    void microsoftStacksAreRecognizedByVerbs(String verbs, @Nullable String name, @Nullable String version) {
        Recognition recognition = RECOGNISER.recognise(null, ehlo(verbs.split(",")));

        if (name == null) {
            assertThat(recognition).isNull();
        } else {
            assertThat(recognition).isNotNull();
            assertThat(recognition.byReply()).isTrue();
            assertThat(recognition.product().name()).isEqualTo(name);
            assertThat(recognition.product().version()).isEqualTo(version);
        }
    }

    @Test
    void windowsServer2003NarrowsTheExchangeVersion() {
        Product product = recognised(WINDOWS_2003, ehlo("TURN", "SIZE", "XEXCH50", "OK"));

        assertThat(product.describe()).isEqualTo("Microsoft Exchange 2003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 h ESMTP Postfix",
                "220 SMTP Server Ready",
                "220 h ESMTP Exim 4.92",
                "220-TrendMicro IMSS SMTP proxy\n220 h"
            })
    void verbsOverrideGreetings(String banner) {
        assertThat(recognised(banner, ehlo("TURN", "SIZE", "X-LINK2STATE", "OK"))
                        .name())
                .isEqualTo("exchange-2000-2003");
        assertThat(recognised(banner, ehlo("SIZE", "X-ANONYMOUSTLS", "XRDST")).name())
                .isEqualTo("exchange");
        assertThat(recognised(banner, ehlo("TURN", "SIZE", "ETRN", "PIPELINING", "8bitmime", "OK"))
                        .name())
                .isEqualTo("windows-smtp");
        assertThat(recognised(banner, ehlo(FRONT_END)).name()).isEqualTo("exchange");
    }

    @ParameterizedTest
    @ValueSource(strings = {TRANSPORT, WINDOWS_2003})
    void microsoftGreetingBeforeAnotherListProvesNothing(String banner) {
        EhloReply others = ehlo("PIPELINING", "SIZE", "8BITMIME", "STARTTLS", "HELP");

        assertThat(RECOGNISER.recognise(reply(banner), others)).isNull();
        assertThat(recognised(banner, ehlo(POSTFIX)))
                .extracting(Product::name, Product::confidence)
                .containsExactly("postfix", Confidence.POSSIBLE);
    }

    @Test
    void clientConnectorIsExchangeByItsGreetingAndListOrder() {
        assertThat(recognised(TRANSPORT, ehlo(FRONT_END)).describe()).isEqualTo("Microsoft Exchange 2007+");
        assertThat(recognised("220 mail ready", ehlo(FRONT_END)).name()).isEqualTo("exchange");
    }

    @Test
    void exchangeListWithoutGreetingAndAuthIsMicrosoftSmtp() {
        EhloReply list = ehlo(
                "SIZE", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "STARTTLS", "8BITMIME", "BINARYMIME", "CHUNKING");

        Recognition recognition = RECOGNISER.recognise(null, list);

        assertThat(recognition).isNotNull();
        assertThat(recognition.product().name()).isEqualTo("microsoft-smtp");
        assertThat(recognition.note()).isNotNull();
    }

    @ParameterizedTest(name = "{0} before {1} is {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            220 h ESMTP Postfix | -                                              | POSSIBLE
            220 h ESMTP Postfix | PIPELINING SIZE                                | LIKELY
            220 h ESMTP Postfix | SIZE PIPELINING X-ANONYMOUSTLS X-EXPS XRDST    | CERTAIN
            -                   | SIZE PIPELINING X-ANONYMOUSTLS X-EXPS XRDST    | CERTAIN
            -                   | TURN SIZE ETRN PIPELINING 8bitmime VRFY OK     | LIKELY
            220 h Microsoft ESMTP MAIL Service, Version: 6.0.3790.3959 | TURN SIZE ETRN PIPELINING 8bitmime VRFY OK | CERTAIN
            220 h Microsoft ESMTP MAIL Service, Version: 6.0.3790.3959 | - | POSSIBLE
            """)
    void evidenceDecidesTheConfidence(@Nullable String banner, @Nullable String list, Confidence confidence) {
        Recognition recognition = RECOGNISER.recognise(
                banner == null ? null : reply(banner), list == null ? null : ehlo(list.split(" +")));

        assertThat(recognition).isNotNull();
        assertThat(recognition.product().confidence()).isEqualTo(confidence);
    }

    @Test
    void versionIsShortOrNull() {
        String banner = "220 h Microsoft ESMTP MAIL Service, Version: 6.0.3790.46750000000000000000000 ready";

        assertThat(recognised(banner, ehlo("TURN", "ETRN", "8bitmime", "OK")).version())
                .isNull();
    }

    @Test
    void longRepetitiveGreetingIsNotRecognized() {
        String banner = "220 " + "Microsoft SMTP MAIL ready at ".repeat(560);

        assertThat(RECOGNISER.recognise(reply(banner.substring(0, 2000)), ehlo("SIZE")))
                .isNull();
    }

    private static Product recognised(@Nullable String banner, EhloReply ehlo) {
        Recognition recognition = RECOGNISER.recognise(banner == null ? null : reply(banner), ehlo);
        assertThat(recognition).isNotNull();
        return recognition.product();
    }
}

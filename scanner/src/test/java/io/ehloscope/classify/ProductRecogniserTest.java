package io.ehloscope.classify;

import static io.ehloscope.classify.Replies.ehlo;
import static io.ehloscope.smtp.ReplyTexts.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.smtp.EhloReply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            h ESMTP Service (Lotus Domino Release 8.5.3FP6) ready at Mon | domino | 8.5.3
            h ESMTP Service (HCL Domino Release 12.0) ready at Mon | domino | 12.0
            h ESMTP MDaemon 4.0.5; Mon | mdaemon | 4.0.5
            h ESMTP hMailServer 5.6.7 | hmailserver | 5.6.7
            h ESMTP MailEnable Service, Version: 10.27-- ready at 01/02/20 | mailenable | 10.27
            h Kerio Connect 8.5.2 patch 1 ESMTP ready | kerio | 8.5.2
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
            h ESMTP SonicWall (9.1) | sonicwall | -
            TrendMicro IMSS SMTP proxy | trend-micro | -
            avast! SMTP proxy ready. | avast | -
            AVG ESMTP Proxy Server 7.0 | avg | -
            h ESMTP BitDefender Proxy ready | bitdefender | -
            h InterLock SMTP Gateway 3.0 ready | interlock | -
            h Generic SMTP handler | generic-smtp-handler | -
            163.com Anti-spam GT for Coremail System | coremail | -
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
            220 h ESMTP         | PIPELINING 8BITMIME                            | POSSIBLE
            """)
    void evidenceDecidesTheConfidence(@Nullable String banner, @Nullable String list, Confidence confidence) {
        Recognition recognition = RECOGNISER.recognise(
                banner == null ? null : reply(banner), list == null ? null : ehlo(list.split(" +")));

        assertThat(recognition).isNotNull();
        assertThat(recognition.product().confidence()).isEqualTo(confidence);
    }

    @Test
    void versionIsDigitsAndDotsOrNull() {
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

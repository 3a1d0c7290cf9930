package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The real mail servers with their greetings and verbs, recorded from the packages of Debian 12, after EHLO on a
 * connection from 127.0.0.1, before TLS.
 */
enum MailServer {
    /** Postfix 3.7. */
    POSTFIX(
            PostfixServer::start,
            "postfix.test ESMTP Postfix",
            "PIPELINING",
            "SIZE 10240000",
            "VRFY",
            "ETRN",
            "STARTTLS",
            "ENHANCEDSTATUSCODES",
            "8BITMIME",
            "DSN",
            "SMTPUTF8",
            "CHUNKING"),
    /** Exim 4.96. */
    EXIM(
            EximServer::start,
            "exim\\.test ESMTP Exim 4\\.\\d+ \\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} [+-]\\d{4}",
            "SIZE 52428800",
            "8BITMIME",
            "PIPELINING",
            "PIPECONNECT",
            "CHUNKING",
            "STARTTLS",
            "SMTPUTF8",
            "HELP"),
    /** OpenSMTPD 6.8. */
    OPENSMTPD(
            OpenSmtpdServer::start,
            "opensmtpd.test ESMTP OpenSMTPD",
            "8BITMIME",
            "ENHANCEDSTATUSCODES",
            "SIZE 36700160",
            "DSN",
            "STARTTLS",
            "HELP"),
    /** Sendmail 8.17, without AUTH, which depends on other installed packages. */
    SENDMAIL(
            SendmailServer::start,
            "sendmail.test ESMTP Sendmail 8.17.1.9/\\S*; \\w{3}, \\d+ \\w{3} \\d{4} [\\d:]{8} \\S+",
            "ENHANCEDSTATUSCODES",
            "PIPELINING",
            "EXPN",
            "VERB",
            "8BITMIME",
            "SIZE",
            "DSN",
            "ETRN",
            "STARTTLS",
            "DELIVERBY",
            "HELP");

    private final Start start;
    private final Pattern greeting;
    private final List<String> verbs;

    MailServer(Start start, String greeting, String... verbs) {
        this.start = start;
        this.greeting = Pattern.compile(greeting);
        this.verbs = Arrays.asList(verbs);
    }

    private interface Start {
        RealServer in(Path parent) throws IOException, InterruptedException;
    }

    /** Starts one; the caller closes it. */
    RealServer start(Path parent) throws IOException, InterruptedException {
        return start.in(parent);
    }

    /** The text after the reply code of its greeting, as a pattern. */
    Pattern greeting() {
        return greeting;
    }

    /** The verb lines of its EHLO reply, with parameters, in the server's order. */
    List<String> verbs() {
        return verbs;
    }

    /** The name of the product and of its profile. */
    String product() {
        return name().toLowerCase(Locale.ROOT);
    }
}

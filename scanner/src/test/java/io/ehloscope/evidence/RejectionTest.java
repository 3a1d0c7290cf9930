package io.ehloscope.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.smtp.ReplyTexts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectionTest {

    /** The texts of published bounces and of the sources of mail servers. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Exchange 2007 to 2019   | 421 4.3.2 The maximum number of concurrent server connections has exceeded a limit, closing transmission channel
            Exchange, one source    | 421 4.3.2 The maximum number of concurrent server connections has exceeded a per-source limit, closing transmission channel
            Exchange, older         | 421 4.3.2 The maximum number of concurrent connections has exceeded a limit, closing transmission channel
            Exchange, submission    | 421 4.4.2 Message submission rate for this client has exceeded the configured limit
            Exchange Online         | 432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information.
            Exchange Online, 4.7.5  | 451 4.7.500 Server busy. Please try again later from [192.0.2.9]. (S77714)
            Exchange Online, 4.7.6  | 451 4.7.651 The mail server [192.0.2.9] has been temporarily rate limited due to IP reputation.
            Outlook.com RP-001      | 421 RP-001 The mail server IP connecting to Outlook.com server has exceeded the rate limit allowed.
            Outlook.com RP-003      | 421 RP-003 The mail server IP connecting to Outlook.com server has exceeded the connection limit allowed.
            Postfix anvil           | 421 4.7.0 mx.example.com Error: too many connections from 192.0.2.9
            Postfix, TLS            | 421 4.7.0 mx.example.com Error: too many new TLS sessions from 192.0.2.9
            Postfix postscreen      | 421 4.3.2 All server ports are busy
            Postfix postscreen, cap | 421 4.7.0 mx.example.com Error: too many connections
            Sendmail                | 421 4.3.2 Connection rate limit exceeded.
            Sendmail, connections   | 421 4.3.2 Too many open connections.
            Sendmail, one host      | 421 4.7.0 mx.example.com Too many smtp sessions for this host
            Exim smtp_accept_max    | 421 Too many concurrent SMTP connections; please try again later.
            Exim, one host          | 421 Too many concurrent SMTP connections from this IP address; please try again later.
            Exim, load              | 421 mx.example.com Too much load; please try again later.
            IronPort                | 421 #4.4.5 Too many connections from your host.
            qpsmtpd                 | 450 Too many connections, try again later
            Contactlab              | 421 4.4.5 Service unavailable, concurrency limit reached
            SendGrid                | 451 You've exceeded your messaging limits
            SendGrid, addresses     | 421 all available IPs are at maximum connection limit
            Amazon SES              | 454 Throttling failure: Maximum sending rate exceeded.
            Gmail                   | 421 4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address.
            Yahoo                   | 421 4.7.0 [TSS04] Messages from 192.0.2.9 temporarily deferred due to unexpected volume or user complaints
            Orange                  | 421 mwinf5c Trop de connexions, veuillez verifier votre configuration.
            Orange, English         | 421 Service refused, please try later. slow down
            Domino                  | 421 mx.example.com SMTP service not available: maximum number of sessions reached
            """)
    void repliesOnTooManyConnectionsAreRateLimited(String product, String reply) {
        assertThat(Rejection.reason(ReplyTexts.reply(reply))).as(product).isEqualTo(Reason.RATE_LIMITED);
    }

    /** A limit on time, a lack of resources, greylisting and maintenance say nothing about the scanner's connections. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Exchange, service    | 421 4.3.2 Service not active
            Exchange, pressure   | 452 4.3.1 Insufficient system resources
            Exchange, old        | 421 4.3.2 System not accepting network messages
            Postfix, timeout     | 421 4.4.2 mx.example.com Error: timeout exceeded
            Postfix, greylisting | 450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.9]
            postscreen           | 450 4.3.2 Service currently unavailable
            Sendmail, load       | 421 4.3.2 mx.example.com SMTP server is rejecting connections on port 25
            Exim, timeout        | 421 mx.example.com: SMTP command timeout - closing connection
            IronPort, time       | 421 Exceeded allowable connection time, disconnecting.
            time limit           | 421 4.4.2 Session time limit exceeded
            idle time            | 421 4.4.1 Idle time limit exceeded
            Gmail                | 421 4.7.0 Try again later, closing connection.
            greylisting          | 451 4.7.1 Greylisting in action, please come back later
            Yahoo                | 421 4.7.1 Resources temporarily unavailable. Please try again later
            a server at startup  | 421 Service not available, closing transmission channel
            a code that is none  | 450 4.7.5 certificate 4.7.50 failed
            """)
    void otherTransientRepliesRejectTemporarily(String kind, String reply) {
        assertThat(Rejection.reason(ReplyTexts.reply(reply))).as(kind).isEqualTo(Reason.REJECTED_TEMPORARILY);
        assertThat(Rejection.words(ReplyTexts.reply(reply))).isEqualTo("rejected temporarily: ");
    }

    @ParameterizedTest
    @CsvSource({"554 5.7.1 too many connections", "550 5.7.1 rate limit exceeded", "521 no"})
    void permanentRepliesRejectPermanentlyWhateverTheySay(String reply) {
        assertThat(Rejection.reason(ReplyTexts.reply(reply))).isEqualTo(Reason.REJECTED_PERMANENTLY);
        assertThat(Rejection.words(ReplyTexts.reply(reply))).isEqualTo("rejected permanently: ");
    }
}

package io.ehloscope.paste;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The forms that {@code docs/explain.md} lists, and a paste of each that is read. */
class ExplainPageTest {

    private static final Path PAGE = Path.of("docs/explain.md");
    private static final Path FOLDER = Path.of("src/test/resources/io/ehloscope/paste");

    /** Each form of the table, and its paste, in the order of the table. */
    private static final String FORMS = """
            a telnet window = pasted/telnet-by-hand
            any constant or regular prefix = posted/unknown-prefix
            swaks = pasted/swaks
            curl = posted/curl-starttls
            msmtp = posted/msmtp
            mutt = posted/mutt-debug
            fetchmail = posted/fetchmail
            Claws Mail = posted/claws-mail
            Thunderbird = posted/thunderbird-states-between
            MailKit = posted/mailkit
            Nodemailer = posted/nodemailer
            Symfony Mailer = posted/symfony-mailer
            Swift Mailer = posted/swift-mailer
            JavaMail = posted/java-mail-debug
            Net::SMTP = posted/net-smtp-glob
            Ruby's Net::SMTP = posted/ruby-net-smtp
            Python's smtplib = posted/python-bytes
            lettre = posted/lettre
            Indy = posted/indy-eol
            Android's logcat = posted/android-logcat
            Ehloscope's `probe` = posted/own-probe
            PHPMailer = posted/phpmailer-aligned
            Exim = posted/exim-debug-times
            Postfix = posted/postfix-verbose
            sendmail = pasted/sendmail-verbose
            MDaemon = posted/mdaemon-sessions
            hMailServer = posted/hmailserver-log
            Haraka = posted/haraka
            Postal = posted/postal
            Domino = posted/domino-console
            CommuniGate = posted/communigate
            Stalwart = posted/06-stalwart-trace
            recordio = posted/recordio
            clamsmtp = posted/clamsmtp
            syslog = posted/syslog-noise-of-another-program
            journald = posted/journald
            Docker Compose = posted/48-docker-compose-prefix
            Kubernetes = posted/kubernetes-json
            protocol logs of Exchange = posted/exchange-log-tab
            W3C logs of the Windows SMTP service = posted/iis-w3c-outbound
            CSV = posted/csv-semicolon
            `openssl s_client` = posted/openssl-starttls-new
            `gnutls-cli` = posted/implicit-tls-gnutls
            zgrab2 = posted/05-zgrab2-json
            masscan = posted/masscan-text
            Shodan = posted/shodan
            strace = posted/strace-dialogue
            ngrep = posted/ngrep-dots
            tshark = posted/wireshark-info-bars
            Ehloscope's JSON results = posted/own-json-two
            replies in brackets = posted/bracketed-code-list
            nmap = posted/nmap-two-hosts
            a list of verbs = pasted/verbs-only
            emails = pasted/mail-quoting
            web pages = posted/html-br
            word processors = pasted/word-processor
            """;

    @Test
    void everyFormOfThePageHasAPasteThatIsRead() throws IOException {
        Map<String, String> forms = new TreeMap<>();
        FORMS.lines().map(line -> line.split(" = ", 2)).forEach(pair -> forms.put(pair[0], pair[1]));

        assertThat(accepted()).containsExactlyInAnyOrderElementsOf(forms.keySet());
        for (Map.Entry<String, String> form : forms.entrySet()) {
            Paste paste = Paste.read(Files.readString(FOLDER.resolve(form.getValue() + ".txt")));
            assertThat(paste.transcripts()).as(form.getKey()).anyMatch(PastedTranscript::isAnswered);
        }
    }

    @Test
    void pageOnAccuracyCountsThePastes() throws IOException {
        long pastes = Files.readAllLines(FOLDER.resolve("posted/cases.tsv")).size() - 1L;

        assertThat(Files.readString(Path.of("docs/accuracy.md")))
                .contains("`src/test/resources/io/ehloscope/paste/posted`: " + pastes + " pastes for `explain`");
    }

    /** The items of the first column of the table of accepted input. */
    private static List<String> accepted() throws IOException {
        String section =
                Files.readString(PAGE).split("## Accepted input\n", 2)[1].split("\n## ", 2)[0];
        try (Stream<MatchResult> rows = Pattern.compile("(?m)^\\| (?!source|---)(.+?) \\|")
                .matcher(section)
                .results()) {
            return rows.flatMap(row -> Stream.of(row.group(1).split(", ", -1))).collect(Collectors.toList());
        }
    }
}

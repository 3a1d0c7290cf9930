package io.ehloscope.demo;

import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.ScriptFiles;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The parts that servers of a simulated fleet can play: products as they are met in the field, and their troubles. */
public enum Personas {
    /** Exchange 5.5. */
    EXCHANGE_5_5(says("exchange-5.5")),
    /** Exchange 2000, loaded. */
    EXCHANGE_2000(says("exchange-2000")),
    /** Exchange 2003, loaded. */
    EXCHANGE_2003(says("exchange-2003")),
    /** Exchange 2003, loaded, Basic authentication on. */
    EXCHANGE_2003_WITH_LOGIN(says("exchange-2003-with-login")),
    /** Exchange 2003 without Basic authentication, so that X-EXPS=LOGIN is rightly absent. */
    EXCHANGE_2003_BASIC_OFF(says("exchange-2003", "X-EXPS=LOGIN")),
    /** Exchange 2003 whose {@code peexch50.dll} is not registered. */
    EXCHANGE_2003_WITHOUT_XEXCH50(says("exchange-2003", "XEXCH50")),
    /** Exchange 2003 whose {@code xlsasink.dll} is not registered. */
    EXCHANGE_2003_WITHOUT_LINK2STATE(says("exchange-2003", "X-LINK2STATE")),
    /** Exchange 2007, Hub Transport. */
    EXCHANGE_2007(says("exchange-2007")),
    /** Exchange 2010, Hub Transport. */
    EXCHANGE_2010(says("exchange-2010")),
    /** Exchange 2010 whose connector does not take XEXCH50. */
    EXCHANGE_2010_WITHOUT_XEXCH50(says("exchange-2010", "XEXCH50")),
    /** Exchange 2010, Edge Transport. */
    EXCHANGE_2010_EDGE(says("exchange-2010-edge")),
    /** Exchange 2013 or 2016, Default Frontend. */
    EXCHANGE_2016(says("exchange-2016")),
    /** Exchange 2016 whose connector does not authenticate Exchange servers. */
    EXCHANGE_2016_WITHOUT_SERVER_AUTH(says("exchange-2016", "X-EXPS", "XRDST")),
    /** Exchange 2019, Default Frontend, with SMTPUTF8. */
    EXCHANGE_2019(says("exchange-2019")),
    /** Exchange 2019, Client Frontend. */
    EXCHANGE_CLIENT_FRONTEND(says("exchange-client-frontend")),
    /** Exchange Online Protection. */
    EXCHANGE_ONLINE(says("exchange-online")),
    /** Windows Server 2003 without Exchange. */
    WINDOWS_2003(says("windows-2003")),
    /** Windows Server 2019 without Exchange. */
    WINDOWS_2019(says("windows-2019")),

    /** Postfix. */
    POSTFIX(says("postfix")),
    /** Postfix without a certificate. */
    POSTFIX_WITHOUT_STARTTLS(says("postfix", "STARTTLS")),
    /** Exim. */
    EXIM(says("exim")),
    /** Sendmail. */
    SENDMAIL(says("sendmail")),
    /** OpenSMTPD. */
    OPENSMTPD(says("opensmtpd")),

    /** Exchange behind a PIX that stars the greeting. */
    BEHIND_PIX(says("exchange-behind-pix")),
    /** Exchange behind an ASA that masks verbs. */
    BEHIND_ASA(says("exchange-behind-asa")),
    /** Postfix behind an ASA that stars the greeting and masks a verb. */
    POSTFIX_BEHIND_ASA(says("postfix-behind-asa")),
    /** An antivirus gateway in the place of Exchange. */
    ANTIVIRUS_RELAY(says("antivirus-relay")),
    /** An application firewall that knows HELO only. */
    OLD_FIREWALL(says("old-firewall")),

    /** Greets with 554. */
    POOR_REPUTATION(says("poor-reputation")),
    /** Refuses EHLO and HELO. */
    NO_RELAYING_HERE(says("no-relaying-here")),
    /** Greets with 421, for ever. */
    TOO_MANY_CONNECTIONS(says("too-many-connections")),
    /** Exchange in maintenance: greets with 421. */
    SERVICE_NOT_AVAILABLE(says("service-not-available")),
    /** Answers EHLO with 421. */
    NAME_DOES_NOT_MATCH(says("name-does-not-match")),
    /** Greets the first connection with 421; a healthy Exchange 2010 from then on. */
    BUSY_AT_FIRST(
            files -> new Persona.InTurn(List.of(files.script("too-many-connections"), files.script("exchange-2010")))),

    /** A healthy Exchange 2016 that takes 2 s to greet. */
    SLOW_GREETER(files -> Persona.speaks(
            files.script("exchange-2016").with(Cue.ACCEPT, greeting -> greeting.after(Duration.ofSeconds(2))))),
    /** Postfix whose postscreen holds back the last line of the greeting for 1.5 s, to see who talks too early. */
    POSTSCREEN(files -> Persona.speaks(files.script("postfix")
            .with(
                    Cue.ACCEPT,
                    greeting -> Reaction.lines("220-" + files.host() + " ESMTP Postfix")
                            .then(greeting.after(Duration.ofMillis(1_500)))))),

    /** Nobody listens. */
    ABSENT(files -> new Persona.Absent()),
    /** Accepts connections and says nothing. */
    SILENT(files -> Persona.speaks(Script.silent())),
    /** Resets every connection, once it is established for certain. */
    RESETTING(accepts(Reaction.silence().thenPause(Duration.ofMillis(100)).thenReset())),
    /** A web server behind a load balancer, which loses patience after 1 s. */
    WEB_SERVER(accepts(Reaction.lines("""
            HTTP/1.0 408 Request Time-out
            Cache-Control: no-cache
            Connection: close
            Content-Type: text/html

            <html><body><h1>408 Request Time-out</h1></body></html>
            """).after(Duration.ofSeconds(1)).thenClose())),
    /** Hangs up in the middle of its reply to EHLO. */
    HANGS_UP(files -> Persona.speaks(files.script("exchange-2003")
            .on(
                    Cue.EHLO,
                    Reaction.bytes("250-" + files.host() + " Hello\r\n250-SIZE\r\n250-PIPEL")
                            .thenClose()))),
    /** InterLock, whose reply to EHLO never gets its last line (KB Q228725). */
    NEVER_ENDING_REPLY(files -> Persona.speaks(Script.esmtp(
            "220 " + files.host() + " InterLock SMTP Gateway 3.0 ready at " + files.date(),
            "250-Hello scanner.corp.example, pleased to meet you"))),
    /** Answers EHLO with 4 MiB of verbs. */
    CHATTERBOX(files -> Persona.speaks(
            files.script("postfix").on(Cue.EHLO, Reaction.flood("250-XFILLER all work and no play", 4L << 20)))),
    /** A tarpit: one byte of the greeting every 200 ms. */
    TARPIT(files -> Persona.speaks(
            files.script("sendmail").with(Cue.ACCEPT, greeting -> greeting.dripping(Duration.ofMillis(200)))));

    @SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing but values.
    private final Function<ScriptFiles, Persona> part;

    Personas(Function<ScriptFiles, Persona> part) {
        this.part = part;
    }

    /** The persona of a server that plays this part, in the name in which the files are read. */
    public Persona persona(ScriptFiles files) {
        return part.apply(files);
    }

    private static Function<ScriptFiles, Persona> says(String name, String... without) {
        return files -> Persona.speaks(files.script(name, without));
    }

    private static Function<ScriptFiles, Persona> accepts(Reaction reaction) {
        return files -> Persona.speaks(Script.accepting(reaction));
    }
}

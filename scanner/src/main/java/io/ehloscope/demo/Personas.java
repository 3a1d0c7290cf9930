package io.ehloscope.demo;

import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.ScriptFiles;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The personas of simulated servers: products as they occur in the field, and faults. */
public enum Personas {
    /** Exchange 5.5. */
    EXCHANGE_5_5(scripted("exchange-5.5")),
    /** Exchange 2000, loaded. */
    EXCHANGE_2000(scripted("exchange-2000")),
    /** Exchange 2003, loaded. */
    EXCHANGE_2003(scripted("exchange-2003")),
    /** Exchange 2003, loaded, Basic authentication on. */
    EXCHANGE_2003_WITH_LOGIN(scripted("exchange-2003-with-login")),
    /** Exchange 2003 with Basic authentication off, so that the absence of X-EXPS=LOGIN is correct. */
    EXCHANGE_2003_BASIC_OFF(scripted("exchange-2003", "X-EXPS=LOGIN")),
    /** Exchange 2003 whose {@code peexch50.dll} is not registered. */
    EXCHANGE_2003_WITHOUT_XEXCH50(scripted("exchange-2003", "XEXCH50")),
    /** Exchange 2003 whose {@code xlsasink.dll} is not registered. */
    EXCHANGE_2003_WITHOUT_LINK2STATE(scripted("exchange-2003", "X-LINK2STATE")),
    /** Exchange 2007, Hub Transport. */
    EXCHANGE_2007(scripted("exchange-2007")),
    /** Exchange 2010, Hub Transport. */
    EXCHANGE_2010(scripted("exchange-2010")),
    /** Exchange 2010 whose connector does not accept XEXCH50. */
    EXCHANGE_2010_WITHOUT_XEXCH50(scripted("exchange-2010", "XEXCH50")),
    /** Exchange 2010, Edge Transport. */
    EXCHANGE_2010_EDGE(scripted("exchange-2010-edge")),
    /** Exchange 2013 or 2016, Default Frontend. */
    EXCHANGE_2016(scripted("exchange-2016")),
    /** Exchange 2016 whose connector does not authenticate Exchange servers. */
    EXCHANGE_2016_WITHOUT_SERVER_AUTH(scripted("exchange-2016", "X-EXPS", "XRDST")),
    /** Exchange 2019, Default Frontend, with SMTPUTF8. */
    EXCHANGE_2019(scripted("exchange-2019")),
    /** Exchange 2019, Client Frontend. */
    EXCHANGE_CLIENT_FRONTEND(scripted("exchange-client-frontend")),
    /** Exchange Online Protection. */
    EXCHANGE_ONLINE(scripted("exchange-online")),
    /** Windows Server 2003 without Exchange. */
    WINDOWS_2003(scripted("windows-2003")),
    /** Windows Server 2019 without Exchange. */
    WINDOWS_2019(scripted("windows-2019")),

    /** Postfix. */
    POSTFIX(scripted("postfix", "VRFY")),
    /** Postfix with VRFY, which it offers by default. */
    POSTFIX_WITH_VRFY(scripted("postfix")),
    /** Postfix without a certificate. */
    POSTFIX_WITHOUT_STARTTLS(scripted("postfix", "STARTTLS", "VRFY")),
    /** Exim. */
    EXIM(scripted("exim")),
    /** Sendmail. */
    SENDMAIL(scripted("sendmail")),
    /** OpenSMTPD. */
    OPENSMTPD(scripted("opensmtpd")),

    /** Exchange behind a PIX that masks the greeting with asterisks. */
    BEHIND_PIX(scripted("exchange-behind-pix")),
    /** Exchange behind an ASA that masks verbs. */
    BEHIND_ASA(scripted("exchange-behind-asa")),
    /** Postfix behind an ASA that masks the greeting with asterisks, and a verb. */
    POSTFIX_BEHIND_ASA(scripted("postfix-behind-asa")),
    /** An antivirus gateway that answers instead of Exchange. */
    ANTIVIRUS_RELAY(scripted("antivirus-relay")),
    /** An application firewall that supports only HELO. */
    OLD_FIREWALL(scripted("old-firewall")),

    /** Greets with 554. */
    POOR_REPUTATION(scripted("poor-reputation")),
    /** Refuses EHLO and HELO. */
    NO_RELAYING_HERE(scripted("no-relaying-here")),
    /** Always greets with 421. */
    TOO_MANY_CONNECTIONS(scripted("too-many-connections")),
    /** Exchange in maintenance: greets with 421. */
    SERVICE_NOT_AVAILABLE(scripted("service-not-available")),
    /** Answers EHLO with 421. */
    NAME_DOES_NOT_MATCH(scripted("name-does-not-match")),
    /** Greets the first connection with 421; a healthy Exchange 2010 from then on. */
    BUSY_AT_FIRST(
            files -> new Persona.InTurn(List.of(files.script("too-many-connections"), files.script("exchange-2010")))),

    /** A healthy Exchange 2016 that takes 2 s to greet. */
    SLOW_GREETER(files -> Persona.speaks(
            files.script("exchange-2016").with(Cue.ACCEPT, greeting -> greeting.after(Duration.ofSeconds(2))))),
    /** Postfix whose postscreen delays the last line of the greeting by 1.5 s, to detect clients that send early. */
    POSTSCREEN(files -> Persona.speaks(files.script("postfix", "VRFY")
            .with(
                    Cue.ACCEPT,
                    greeting -> Reaction.lines("220-" + files.host() + " ESMTP Postfix")
                            .then(greeting.after(Duration.ofMillis(1_500)))))),

    /** Nothing listens at the address. */
    ABSENT(files -> new Persona.Absent()),
    /** Accepts connections and sends nothing. */
    SILENT(files -> Persona.speaks(Script.silent())),
    /** Resets every connection 100 ms after it is established. */
    RESETTING(onAccept(Reaction.silence().thenPause(Duration.ofMillis(100)).thenReset())),
    /** A web server behind a load balancer that times out after 1 s. */
    WEB_SERVER(onAccept(Reaction.lines("""
            HTTP/1.0 408 Request Time-out
            Cache-Control: no-cache
            Connection: close
            Content-Type: text/html

            <html><body><h1>408 Request Time-out</h1></body></html>
            """).after(Duration.ofSeconds(1)).thenClose())),
    /** Closes the connection in the middle of its reply to EHLO. */
    HANGS_UP(files -> Persona.speaks(files.script("exchange-2003")
            .on(
                    Cue.EHLO,
                    Reaction.bytes("250-" + files.host() + " Hello\r\n250-SIZE\r\n250-PIPEL")
                            .thenClose()))),
    /** InterLock, whose reply to EHLO has no last line (KB Q228725). */
    NEVER_ENDING_REPLY(files -> Persona.speaks(Script.esmtp(
            "220 " + files.host() + " InterLock SMTP Gateway 3.0 ready at " + files.date(),
            "250-Hello scanner.corp.example, pleased to meet you"))),
    /** Answers EHLO with 4 MiB of verbs. */
    CHATTERBOX(files -> Persona.speaks(files.script("postfix", "VRFY")
            .on(Cue.EHLO, Reaction.flood("250-XFILLER all work and no play", 4L << 20)))),
    /** A tarpit that sends one byte of the greeting every 200 ms. */
    TARPIT(files -> Persona.speaks(
            files.script("sendmail").with(Cue.ACCEPT, greeting -> greeting.dripping(Duration.ofMillis(200)))));

    @SuppressWarnings("ImmutableEnumChecker") // The functions capture only values.
    private final Function<ScriptFiles, Persona> factory;

    Personas(Function<ScriptFiles, Persona> factory) {
        this.factory = factory;
    }

    /** Returns the persona with the host name, client and date of the script files. */
    public Persona persona(ScriptFiles files) {
        return factory.apply(files);
    }

    private static Function<ScriptFiles, Persona> scripted(String name, String... without) {
        return files -> Persona.speaks(files.script(name, without));
    }

    private static Function<ScriptFiles, Persona> onAccept(Reaction reaction) {
        return files -> Persona.speaks(Script.accepting(reaction));
    }
}

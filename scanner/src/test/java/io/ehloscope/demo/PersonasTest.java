package io.ehloscope.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.simulator.Act;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.ScriptFiles;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.ReplyEvent;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PersonasTest {

    private static final ScriptFiles FILES =
            new ScriptFiles("mail.example", "127.0.0.1", "Sat, 3 Sep 2011 08:39:16 -0700");

    @ParameterizedTest
    @EnumSource
    void everyPersonaLoadsWithoutUnfilledPlaceholders(Personas kind) {
        assertThat(kind.persona(FILES).toString()).doesNotContain("{host}", "{client}", "{date}");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "EXCHANGE_2003,                     X-EXPS X-EXPS=LOGIN X-LINK2STATE XEXCH50, OK",
        "EXCHANGE_2003_WITH_LOGIN,          X-EXPS X-EXPS=LOGIN X-LINK2STATE XEXCH50, OK",
        "EXCHANGE_2003_BASIC_OFF,           X-EXPS X-LINK2STATE XEXCH50,              OK",
        "EXCHANGE_2003_WITHOUT_XEXCH50,     X-EXPS X-EXPS=LOGIN X-LINK2STATE,         OK",
        "EXCHANGE_2003_WITHOUT_LINK2STATE,  X-EXPS X-EXPS=LOGIN XEXCH50,              OK",
        "WINDOWS_2003,                      '',                                       OK",
        "EXCHANGE_5_5,                      XEXCH50,                                  AUTH=LOGIN",
        "EXCHANGE_2007,                     X-ANONYMOUSTLS X-EXPS XEXCH50 XRDST,      XRDST",
        "EXCHANGE_2010,                     X-ANONYMOUSTLS X-EXPS XEXCH50 XRDST XSHADOW, XSHADOW",
        "EXCHANGE_2010_EDGE,                X-ANONYMOUSTLS X-EXPS XEXCH50 XSHADOW,    XSHADOW",
        "EXCHANGE_2016,                     X-ANONYMOUSTLS X-EXPS XRDST,              XRDST",
        "EXCHANGE_2016_WITHOUT_SERVER_AUTH, X-ANONYMOUSTLS,                           CHUNKING",
        "EXCHANGE_2019,                     X-ANONYMOUSTLS X-EXPS XRDST,              XRDST",
        "EXCHANGE_CLIENT_FRONTEND,          '',                                       SMTPUTF8",
        "EXCHANGE_ONLINE,                   '',                                       SMTPUTF8",
    })
    void microsoftServerOffersTheVerbsOfItsVersion(Personas kind, String exchangeVerbs, String lastLine) {
        String ehlo = textOf(kind, Cue.EHLO);
        List<String> offered = ehlo.lines()
                .map(line -> line.substring(4).split(" ")[0])
                .filter(verb -> verb.startsWith("X"))
                .toList();
        assertThat(String.join(" ", offered)).isEqualTo(exchangeVerbs);
        assertThat(ehlo).endsWith("\r\n250 " + lastLine + "\r\n");
    }

    @Test
    void omittedVerbIsMissingAndTheReplyIsComplete() {
        EhloReply without = ehlo(textOf(Personas.POSTFIX_WITHOUT_STARTTLS, Cue.EHLO));
        assertThat(without.verbs().has("STARTTLS")).isFalse();
        Script shorter = FILES.script("exchange-2016", "XRDST", "CHUNKING");
        assertThat(textOf(shorter.to(Cue.EHLO))).endsWith("\r\n250 BINARYMIME\r\n");
    }

    @Test
    void greetingContainsHostAndDate() {
        assertThat(textOf(Personas.EXCHANGE_2003, Cue.ACCEPT))
                .isEqualTo("220 mail.example Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675"
                        + " ready at  Sat, 3 Sep 2011 08:39:16 -0700\r\n");
    }

    @Test
    void everyScriptFileIsUsedByAPersona() throws Exception {
        Set<String> all = new TreeSet<>();
        Path folder = Path.of(ScriptFiles.class.getResource("exchange-2003.txt").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> FILES.script(name.replace(".txt", ""))
                            .to(Cue.ACCEPT)
                            .toString())
                    .forEach(all::add);
        }
        String used = Arrays.toString(
                Stream.of(Personas.values()).map(kind -> kind.persona(FILES)).toArray());
        assertThat(all)
                .hasSizeGreaterThan(15)
                .allSatisfy(greeting -> assertThat(used).contains(greeting));
    }

    @Test
    void missingScriptFileIsNamed() {
        assertThatThrownBy(() -> FILES.script("exchange-2525")).hasMessageContaining("exchange-2525.txt");
    }

    private static String textOf(Personas kind, Cue cue) {
        Script script = kind.persona(FILES)
                .fold(
                        Persona.Speaks::script,
                        turns -> turns.scripts().get(0),
                        Persona.Crowded::within,
                        absent -> Script.silent());
        return textOf(script.to(cue));
    }

    private static String textOf(Reaction reaction) {
        return ((Act.Say) reaction.acts().get(0)).bytes();
    }

    private static EhloReply ehlo(String bytes) {
        ReplyEvent event =
                new ReplyReader(ReplyLimits.DEFAULT).read(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
        return EhloReply.of(((ReplyEvent.Complete) event).reply());
    }
}

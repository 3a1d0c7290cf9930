package io.ehloscope.demo;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.simulator.Act;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.ScriptFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server behaviour in the soak test, and the expected result of such a target under {@code profile: auto}.
 *
 * @param name a description
 * @param personas one for each address of the target
 * @param truth {@code verdict stage reason verbs}, as {@link #truth(Verdict, Stage, Reason, List)} writes it
 */
record SoakPart(String name, List<Persona> personas, String truth) {

    /** Returns all behaviours: every persona of the simulated fleet, and hostile servers. */
    static List<SoakPart> all(ScriptFiles files) {
        List<SoakPart> parts = new ArrayList<>();
        Map<Personas, Object> truths = personaTruths();
        for (Personas kind : Personas.values()) {
            if (!truths.containsKey(kind)) {
                throw new IllegalStateException("nothing is known of " + kind);
            }
            parts.add(part(kind.name(), kind.persona(files), truths.get(kind)));
        }
        parts.addAll(hostile(files));
        return parts;
    }

    /** Writes the expected result on one line: {@code -} for no failure, {@code ?} for no list of verbs. */
    static String truth(Verdict verdict, @Nullable Stage stage, @Nullable Reason reason, @Nullable List<String> verbs) {
        return String.join(
                " ",
                verdict.label(),
                stage == null ? "-" : stage.label(),
                reason == null ? "-" : reason.label(),
                verbs == null ? "?" : String.join(",", verbs));
    }

    private static Map<Personas, Object> personaTruths() {
        Map<Personas, Object> truths = new EnumMap<>(Personas.class);
        for (Personas kind : Personas.values()) {
            truths.put(kind, Verdict.HEALTHY);
        }
        truths.put(Personas.EXCHANGE_2003_WITHOUT_XEXCH50, Verdict.PARTIAL);
        truths.put(Personas.EXCHANGE_2003_WITHOUT_LINK2STATE, Verdict.PARTIAL);
        truths.put(Personas.EXCHANGE_2010_WITHOUT_XEXCH50, Verdict.PARTIAL);
        truths.put(Personas.EXCHANGE_2016_WITHOUT_SERVER_AUTH, Verdict.PARTIAL);
        truths.put(Personas.WINDOWS_2003, Verdict.NOT_LOADED);
        truths.put(Personas.WINDOWS_2019, Verdict.NOT_LOADED);
        // On port 587, it would be healthy; on any other port, Exchange's verbs are required.
        truths.put(Personas.EXCHANGE_CLIENT_FRONTEND, Verdict.PARTIAL);
        truths.put(Personas.BEHIND_PIX, Verdict.MASKED);
        truths.put(Personas.BEHIND_ASA, Verdict.MASKED);
        truths.put(Personas.POSTFIX_BEHIND_ASA, Verdict.MASKED);
        truths.put(Personas.OLD_FIREWALL, truth(Verdict.HELO_ONLY, null, null, null));
        failing(truths, Personas.POOR_REPUTATION, Verdict.REFUSED, Stage.GREETING, Reason.REJECTED_PERMANENTLY);
        failing(truths, Personas.NO_RELAYING_HERE, Verdict.REFUSED, Stage.HELO, Reason.REJECTED_PERMANENTLY);
        failing(truths, Personas.TOO_MANY_CONNECTIONS, Verdict.DEFERRED, Stage.GREETING, Reason.RATE_LIMITED);
        failing(truths, Personas.SERVICE_NOT_AVAILABLE, Verdict.DEFERRED, Stage.GREETING, Reason.REJECTED_TEMPORARILY);
        failing(truths, Personas.NAME_DOES_NOT_MATCH, Verdict.DEFERRED, Stage.EHLO, Reason.REJECTED_TEMPORARILY);
        failing(truths, Personas.ABSENT, Verdict.UNREACHABLE, Stage.CONNECT, Reason.REFUSED);
        failing(truths, Personas.SILENT, Verdict.UNREACHABLE, Stage.GREETING, Reason.TIMEOUT);
        failing(truths, Personas.RESETTING, Verdict.UNREACHABLE, Stage.GREETING, Reason.RESET);
        failing(truths, Personas.WEB_SERVER, Verdict.UNREACHABLE, Stage.GREETING, Reason.NOT_SMTP);
        failing(truths, Personas.HANGS_UP, Verdict.UNREACHABLE, Stage.EHLO, Reason.TRUNCATED);
        failing(truths, Personas.NEVER_ENDING_REPLY, Verdict.UNREACHABLE, Stage.EHLO, Reason.TIMEOUT);
        failing(truths, Personas.CHATTERBOX, Verdict.UNREACHABLE, Stage.EHLO, Reason.TOO_LARGE);
        failing(truths, Personas.TARPIT, Verdict.UNREACHABLE, Stage.GREETING, Reason.TIMEOUT);
        return truths;
    }

    private static void failing(
            Map<Personas, Object> truths, Personas kind, Verdict verdict, Stage stage, Reason reason) {
        truths.put(kind, truth(verdict, stage, reason, null));
    }

    private static List<SoakPart> hostile(ScriptFiles files) {
        Script postfix = files.script("postfix");
        Reaction nothing = Reaction.silence();
        String list = "250-" + files.host() + "\r\n250-PIPELINING\r\n";
        List<SoakPart> parts = new ArrayList<>();
        parts.add(accepts("endless greeting", Reaction.flood("220-for ever", 16L << 20), Reason.TOO_LARGE));
        parts.add(accepts("endless line", Reaction.bytes("2".repeat(200_000)), Reason.TOO_LARGE));
        parts.add(accepts("2 MB at once", Reaction.bytes("x".repeat(2_000_000)), Reason.TOO_LARGE));
        parts.add(accepts("garbage", Reaction.bytes("\u0000\u0001\u00ff\r\n\u0007\r\n"), Reason.NOT_SMTP));
        parts.add(accepts("a byte every 100 ms", drip("2".repeat(10_000), 100), Reason.TIMEOUT));
        parts.add(accepts("closes at once", nothing.thenClose(), Reason.CLOSED));
        parts.add(accepts("says goodbye", Reaction.lines("221 bye").thenClose(), Reason.CLOSED));
        parts.add(atEhlo("silent after EHLO", postfix, nothing, Reason.TIMEOUT));
        parts.add(atEhlo("resets at EHLO", postfix, nothing.thenReset(), Reason.RESET));
        parts.add(atEhlo("closes at EHLO", postfix, nothing.thenClose(), Reason.CLOSED));
        parts.add(
                atEhlo("half-closes in its list", postfix, Reaction.bytes(list).thenHalfClose(), Reason.TRUNCATED));
        parts.add(atEhlo("10,000 verbs", postfix, Reaction.flood("250-XVERB", 110_000), Reason.TOO_LARGE));
        parts.add(atEhlo("a drip of verbs", postfix, drip("250-X\r\n".repeat(1_000), 40), Reason.TIMEOUT));
        parts.add(part("resets at QUIT", speaks(postfix.on(Cue.QUIT, nothing.thenReset())), Verdict.HEALTHY));
        parts.add(part("silent at QUIT", speaks(postfix.on(Cue.QUIT, nothing)), Verdict.HEALTHY));
        parts.add(greets("NUL bytes", postfix, line -> line.replace("ESMTP", "\u0000ESMTP")));
        parts.add(greets("escapes and HTML", postfix, line -> line.replace("ESMTP", "\u001b[2J<script>ESMTP")));
        parts.add(greets("talks early", postfix, line -> line + "250-evil\r\n250 XEXCH50\r\n"));
        parts.add(part("all in drips", speaks(dripping(postfix)), Verdict.HEALTHY));
        String strayed = list + "250 ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n";
        parts.add(part("ends in mid-list", speaks(postfix.on(Cue.EHLO, Reaction.bytes(strayed))), Verdict.HEALTHY));
        parts.add(part(
                "HELO on a new connection",
                speaks(postfix.on(Cue.EHLO, Reaction.lines("550 Huh?").thenClose())),
                truth(Verdict.HELO_ONLY, null, null, null)));
        parts.add(new SoakPart("no address", List.of(), truth(Verdict.UNREACHABLE, Stage.DNS, Reason.NOT_FOUND, null)));
        Script bare = files.script("windows-2003"); // the address with the worst findings represents the target
        parts.add(new SoakPart(
                "addresses disagree",
                List.of(speaks(files.script("exchange-2003")), speaks(bare)),
                truth(Verdict.INCONSISTENT, null, null, verbs(bare))));
        return parts;
    }

    private static SoakPart accepts(String name, Reaction reaction, Reason reason) {
        return part(name, speaks(Script.accepting(reaction)), truth(Verdict.UNREACHABLE, Stage.GREETING, reason, null));
    }

    private static SoakPart atEhlo(String name, Script script, Reaction reaction, Reason reason) {
        return part(name, speaks(script.on(Cue.EHLO, reaction)), truth(Verdict.UNREACHABLE, Stage.EHLO, reason, null));
    }

    private static SoakPart greets(String name, Script script, UnaryOperator<String> change) {
        return part(
                name,
                speaks(script.on(Cue.ACCEPT, Reaction.bytes(change.apply(textOf(script, Cue.ACCEPT))))),
                Verdict.HEALTHY);
    }

    private static SoakPart part(String name, Persona persona, Object truth) {
        return new SoakPart(
                name,
                List.of(persona),
                truth instanceof Verdict verdict ? truth(verdict, null, null, verbs(persona)) : truth.toString());
    }

    private static Script dripping(Script script) {
        return script.with(Cue.ACCEPT, all -> all.inChunks(7, Duration.ofMillis(2)))
                .with(Cue.EHLO, all -> all.inChunks(7, Duration.ofMillis(2)));
    }

    private static Reaction drip(String bytes, int millis) {
        return Reaction.bytes(bytes).dripping(Duration.ofMillis(millis));
    }

    private static Persona speaks(Script script) {
        return Persona.speaks(script);
    }

    /** Extracts the verbs from the script, independently of the scanner's parser. */
    private static @Nullable List<String> verbs(Persona persona) {
        return persona.fold(
                speaks -> verbs(speaks.script()),
                turns -> verbs(turns.scripts().get(turns.scripts().size() - 1)),
                crowded -> verbs(crowded.within()),
                absent -> null);
    }

    private static @Nullable List<String> verbs(Script script) {
        String ehlo = textOf(script, Cue.EHLO);
        return ehlo.startsWith("250")
                ? ehlo.lines()
                        .skip(1)
                        .map(line -> line.substring(Math.min(4, line.length())).trim())
                        .map(text -> text.split(" ", 2)[0].toUpperCase(Locale.ROOT))
                        .filter(word -> !word.isEmpty() && !word.equals("OK"))
                        .toList()
                : null;
    }

    private static String textOf(Script script, Cue cue) {
        StringBuilder text = new StringBuilder();
        for (Act act : script.to(cue).acts()) {
            if (act instanceof Act.Say say) {
                text.append(say.bytes());
            }
        }
        return text.toString();
    }
}

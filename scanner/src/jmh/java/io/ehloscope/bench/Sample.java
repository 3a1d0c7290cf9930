package io.ehloscope.bench;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.dialogue.Attempt;
import io.ehloscope.dialogue.Conversation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.inventory.InventoryReader;
import io.ehloscope.inventory.Planner;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The input of the benchmarks: the replies of a healthy Exchange 2003, and inventories of any size. */
final class Sample {

    static final Catalogue CATALOGUE = Catalogue.load();

    static final byte[] GREETING = ascii(
            "220 mail.corp.example Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready at  Mon, 2 Nov 2026 08:30:00 +0000\n");
    static final byte[] EHLO = ascii("250-mail.corp.example Hello [192.0.2.1]\n250-TURN\n250-ATRN\n250-SIZE 5242880\n"
            + "250-ETRN\n250-PIPELINING\n250-DSN\n250-ENHANCEDSTATUSCODES\n250-8bitmime\n250-BINARYMIME\n250-CHUNKING\n"
            + "250-VRFY\n250-X-EXPS GSSAPI NTLM\n250-AUTH GSSAPI NTLM\n250-X-EXPS=LOGIN\n250-X-LINK2STATE\n"
            + "250-XEXCH50\n250 OK\n");
    private static final byte[] LACKING = new String(EHLO, StandardCharsets.US_ASCII)
            .replace("250-X-EXPS GSSAPI NTLM\r\n", "")
            .replace("250-XEXCH50\r\n", "")
            .getBytes(StandardCharsets.US_ASCII);
    static final byte[] QUIT_REPLY = ascii("221 2.0.0 mail.corp.example Service closing transmission channel\n");

    private static final Attempt ATTEMPT = new Attempt(
            new Target("127.0.0.1:25", "127.0.0.1", 25, Target.Kind.ADDRESS, "here", Map.of(), Settings.DEFAULT),
            new InetSocketAddress("127.0.0.1", 25),
            "scanner.corp.example",
            Attempt.Opening.EHLO,
            Timeouts.DEFAULT);

    private Sample() {}

    /** Runs a whole dialogue without a network. */
    static ProbeOutcome dialogue() {
        return dialogue(EHLO);
    }

    /** The same with a server that lacks two of the Exchange verbs. */
    static ProbeOutcome lackingDialogue() {
        return dialogue(LACKING);
    }

    private static ProbeOutcome dialogue(byte[] ehlo) {
        Conversation talk = new Conversation(ATTEMPT, 0);
        talk.connected(1);
        talk.received(ByteBuffer.wrap(GREETING), 2);
        talk.received(ByteBuffer.wrap(ehlo), 3);
        talk.received(ByteBuffer.wrap(QUIT_REPLY), 4);
        return Objects.requireNonNull(talk.outcome());
    }

    /** An inventory of this many servers with different addresses, in ten sites. */
    static byte[] inventory(int servers) {
        StringBuilder yaml = new StringBuilder("version: 1\nehlo_name: scanner.corp.example\nsites:\n");
        for (int site = 0; site < 10; site++) {
            yaml.append("  - name: site").append(site).append("\n    servers:\n");
            for (int i = site; i < servers; i += 10) {
                yaml.append("      - \"10.")
                        .append(i >> 16)
                        .append('.')
                        .append(i >> 8 & 255)
                        .append('.')
                        .append(i & 255)
                        .append("\"\n");
            }
        }
        return ascii(yaml.toString());
    }

    /** Reads an inventory and plans it. */
    static Plan plan(byte[] inventory) {
        return Planner.plan(new InventoryReader(CATALOGUE.profiles(), () -> "scanner.corp.example")
                .read("benchmark", new ByteArrayInputStream(inventory)));
    }

    private static byte[] ascii(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}

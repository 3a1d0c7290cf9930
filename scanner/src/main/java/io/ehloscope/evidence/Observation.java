package io.ehloscope.evidence;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.Transcript;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one dialogue learned. What is null was not reached, and is unknown.
 *
 * @param peer the address that was spoken to
 * @param greeting the first reply
 * @param ehlo the EHLO reply in the clear, where EHLO was accepted
 * @param ehloRefusal the reply to EHLO, where it was refused
 * @param helo the reply to HELO, where it was said and accepted
 * @param starttls what became of STARTTLS; null also where TLS came first and there was nothing to ask for
 * @param ehloTls the EHLO reply inside TLS
 * @param tls what the handshake showed
 * @param timings how long each stage took
 * @param transcript the dialogue line by line
 * @param remarks sentences on what was odd about the dialogue itself, such as bytes nobody waited for
 */
public record Observation(
        @Nullable InetSocketAddress peer,
        @Nullable Reply greeting,
        @Nullable EhloReply ehlo,
        @Nullable Reply ehloRefusal,
        @Nullable Reply helo,
        @Nullable Starttls starttls,
        @Nullable EhloReply ehloTls,
        @Nullable PeerTls tls,
        Timings timings,
        Transcript transcript,
        List<String> remarks) {

    /** Nothing was seen. */
    public static final Observation NOTHING =
            new Observation(null, null, null, null, null, null, null, null, Timings.NONE, Transcript.EMPTY, List.of());

    /** Copies the remarks. */
    public Observation {
        remarks = List.copyOf(remarks);
    }

    /** The EHLO reply that came first: in the clear, or inside TLS where that came first; null where none came. */
    public @Nullable EhloReply reply() {
        return ehlo != null ? ehlo : ehloTls;
    }

    /** This observation with other timings. */
    public Observation withTimings(Timings other) {
        return new Observation(
                peer, greeting, ehlo, ehloRefusal, helo, starttls, ehloTls, tls, other, transcript, remarks);
    }

    /** This observation with the beginning that another connection had: how it refused EHLO, and what was said. */
    public Observation precededBy(Observation first) {
        Reply refusal = ehloRefusal == null ? first.ehloRefusal : ehloRefusal;
        Transcript both = transcript.precededBy(first.transcript);
        return new Observation(peer, greeting, ehlo, refusal, helo, starttls, ehloTls, tls, timings, both, remarks);
    }
}

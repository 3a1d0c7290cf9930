package io.ehloscope.evidence;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.Transcript;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one dialogue showed. A null component was not reached and is unknown.
 *
 * @param peer the address that was probed
 * @param greeting the first reply
 * @param ehlo the EHLO reply in the clear, if EHLO was accepted
 * @param ehloRefusal the reply to EHLO, if it was refused
 * @param helo the reply to HELO, if it was sent and accepted
 * @param starttls the result of STARTTLS; also null if the connection began with TLS, where STARTTLS does not apply
 * @param ehloTls the EHLO reply inside TLS
 * @param tls the result of the TLS handshake
 * @param timings how long each stage took
 * @param transcript the dialogue line by line
 * @param remarks sentences on deviations of the dialogue itself, such as unsolicited bytes, and on addresses that did not
 *     answer before this one
 * @param laterFailure the failure of STARTTLS, the handshake, or EHLO inside TLS, after the EHLO reply was complete; or
 *     why HELO got no answer after EHLO was refused. Null if none of them failed
 * @param injection a sentence on bytes at the border of TLS that no command asked for (CVE-2011-0411); null if there were
 *     none
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
        List<String> remarks,
        @Nullable Failure laterFailure,
        @Nullable String injection) {

    /** An observation of nothing. */
    public static final Observation NOTHING =
            new Observation(null, null, null, null, null, null, null, null, Timings.NONE, Transcript.EMPTY, List.of());

    /** An observation without a failure after the EHLO reply. */
    public Observation(
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
        this(peer, greeting, ehlo, ehloRefusal, helo, starttls, ehloTls, tls, timings, transcript, remarks, null, null);
    }

    /** Copies the remarks. */
    public Observation {
        remarks = List.copyOf(remarks);
    }

    /** The first EHLO reply: in the clear, or inside TLS if there is none in the clear; null if there is none. */
    public @Nullable EhloReply reply() {
        return ehlo != null ? ehlo : ehloTls;
    }

    /** This observation with other timings. */
    public Observation withTimings(Timings other) {
        return new Observation(
                peer,
                greeting,
                ehlo,
                ehloRefusal,
                helo,
                starttls,
                ehloTls,
                tls,
                other,
                transcript,
                remarks,
                laterFailure,
                injection);
    }

    /** This observation with one more remark. */
    public Observation withRemark(String sentence) {
        List<String> more = new ArrayList<>(remarks);
        more.add(sentence);
        return new Observation(
                peer,
                greeting,
                ehlo,
                ehloRefusal,
                helo,
                starttls,
                ehloTls,
                tls,
                timings,
                transcript,
                more,
                laterFailure,
                injection);
    }

    /** This observation with another failure after the reply to EHLO. */
    public Observation withLaterFailure(Failure later) {
        return new Observation(
                peer,
                greeting,
                ehlo,
                ehloRefusal,
                helo,
                starttls,
                ehloTls,
                tls,
                timings,
                transcript,
                remarks,
                later,
                injection);
    }

    /**
     * This observation with the beginning of an earlier connection: its refusal of EHLO, unless this one has its own,
     * and its transcript.
     */
    public Observation precededBy(Observation first) {
        Reply refusal = ehloRefusal == null ? first.ehloRefusal : ehloRefusal;
        Transcript both = transcript.precededBy(first.transcript);
        return new Observation(
                peer,
                greeting,
                ehlo,
                refusal,
                helo,
                starttls,
                ehloTls,
                tls,
                timings,
                both,
                remarks,
                laterFailure,
                injection);
    }
}

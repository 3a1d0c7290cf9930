package io.ehloscope.json;

import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.text.Wording;
import tools.jackson.core.JsonGenerator;

/** Writes the result of a handshake as JSON: the member {@code tls} of a result. */
final class TlsJson {

    private TlsJson() {}

    static void write(JsonGenerator json, PeerTls tls) {
        json.writeObjectPropertyStart("tls");
        ResultJson.text(json, "version", tls.version());
        ResultJson.text(json, "cipher", tls.cipher());
        if (tls.groupBits() != null) {
            json.writeNumberProperty("group_bits", tls.groupBits());
        }
        certificate(json, tls.leaf());
        json.writeBooleanProperty("trusted", tls.trusted());
        if (!tls.trusted()) {
            ResultJson.texts(json, "distrust", tls.distrust());
        }
        if (tls.hostnameMatches() != null) {
            json.writeBooleanProperty("hostname_matches", tls.hostnameMatches());
        }
        json.writeArrayPropertyStart("chain");
        for (PeerCertificate each : tls.chain()) {
            json.writeStartObject();
            certificate(json, each);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void certificate(JsonGenerator json, PeerCertificate each) {
        ResultJson.text(json, "subject", each.subject());
        ResultJson.texts(json, "alternative_names", each.alternativeNames());
        ResultJson.text(json, "issuer", each.issuer());
        ResultJson.text(json, "not_before", Wording.timestamp(each.notBefore()));
        ResultJson.text(json, "not_after", Wording.timestamp(each.notAfter()));
        ResultJson.text(json, "key", each.key());
        ResultJson.text(json, "signature", each.signature());
        ResultJson.text(json, "thumbprint", each.thumbprint());
    }
}

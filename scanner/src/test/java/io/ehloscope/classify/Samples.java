package io.ehloscope.classify;

import static io.ehloscope.classify.Replies.answered;
import static io.ehloscope.classify.Replies.ehlo;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.EhloReply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Greetings, lists, and profiles that the tests of the classifier share. */
final class Samples {

    static final Profile GATEWAY = new Profile(
            "our-gateway",
            "our gateway",
            Set.of("postfix"),
            VerbRules.of(
                    List.of(Requirement.of("8BITMIME"), Requirement.of("STARTTLS"), Requirement.of("SMTPUTF8")),
                    Set.of("VRFY")),
            Map.of(),
            List.of(),
            Map.of(),
            Set.of("STARTTLS"),
            new Origin(null, null, ""));
    static final Profile SUBMISSION = new Profile(
            "submission",
            "submission",
            Set.of(),
            VerbRules.of(
                    List.of(new Requirement("AUTH", List.of("LOGIN", "XOAUTH2"), null), Requirement.of("STARTTLS"))),
            Map.of(),
            List.of(),
            Map.of(),
            Set.of("STARTTLS"),
            new Origin(null, null, ""));
    static final Classifier CLASSIFIER =
            Catalogue.load().classifier(Map.of(GATEWAY.name(), GATEWAY, SUBMISSION.name(), SUBMISSION));

    static final String STARRED = "220 ************************************";
    static final String WINDOWS_2003 = "220 h Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready at  Sat";
    static final String WINDOWS_2016 = "220 h Microsoft ESMTP MAIL Service, Version: 10.0.14393.2608 ready at  Sat";
    static final String TRANSPORT = "220 h Microsoft ESMTP MAIL Service ready at Fri, 5 Aug 2016 16:24:41 -0700";
    static final String ONLINE = "220 A.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Sun";
    static final String POSTFIX = "220 h ESMTP Postfix";

    static final String WINDOWS =
            "TURN,SIZE,ETRN,PIPELINING,DSN,ENHANCEDSTATUSCODES,8bitmime,BINARYMIME,CHUNKING,VRFY,AUTH NTLM,OK";
    static final String FRONT_END =
            "SIZE,PIPELINING,DSN,ENHANCEDSTATUSCODES,STARTTLS,X-ANONYMOUSTLS,AUTH NTLM,X-EXPS GSSAPI NTLM,8BITMIME,BINARYMIME,CHUNKING,XRDST";
    static final String NO_X = "SIZE,PIPELINING,DSN,ENHANCEDSTATUSCODES,STARTTLS,8BITMIME,BINARYMIME,CHUNKING";
    static final String MTA = "PIPELINING,SIZE,VRFY,ETRN,STARTTLS,ENHANCEDSTATUSCODES,8BITMIME,DSN,SMTPUTF8";

    private Samples() {}

    static Assessment failed(Stage stage, Reason reason, Observation seen) {
        return CLASSIFIER.assess(
                new ProbeOutcome.Failed(Failure.of(stage, reason, "what happened"), seen), on25("auto"));
    }

    static Assessment assess(String profile, @Nullable String banner, String verbs) {
        return CLASSIFIER.assess(answered(banner, list(verbs)), on25(profile));
    }

    static Expectation on25(String profile) {
        return Expectation.of(profile, 25);
    }

    static EhloReply list(String verbs) {
        return ehlo(verbs.split(","));
    }

    static @Nullable String banner(@Nullable String name) {
        return name == null
                ? null
                : Map.of(
                                "windows-2003", WINDOWS_2003,
                                "windows-2016", WINDOWS_2016,
                                "transport", TRANSPORT,
                                "online", ONLINE,
                                "postfix", POSTFIX)
                        .get(name);
    }

    static String verbs(String name) {
        return switch (name) {
            case "WINDOWS" -> WINDOWS;
            case "LOADED" -> WINDOWS.replace(",OK", ",X-EXPS NTLM,X-LINK2STATE,XEXCH50,OK");
            case "FRONT_END" -> FRONT_END;
            case "NO_X" -> NO_X;
            case "MTA" -> MTA;
            case "SHORT" -> "PIPELINING,SIZE,8BITMIME";
            default -> throw new IllegalArgumentException(name);
        };
    }
}

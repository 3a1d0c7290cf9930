package io.ehloscope.classify;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import io.ehloscope.smtp.VerbSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sentences for a verdict that depends on verbs; most of them are about Exchange and the Windows SMTP service. */
final class MicrosoftReasons {

    /**
     * The verbs that one number in the metabase of Exchange 2000 and 2003 switches; ATRN and TURN go missing for other
     * reasons.
     */
    private static final List<String> BY_METABASE =
            List.of("ETRN", "DSN", "ENHANCEDSTATUSCODES", "8BITMIME", "BINARYMIME", "CHUNKING");

    /** The ports of submission (RFC 8314 section 3.3). */
    private static final Set<Integer> SUBMISSION = Set.of(465, 587);

    /** The products with Exchange's own transport: 2007 and later. */
    private static final Set<String> TRANSPORT = Set.of("exchange", "exchange-online");

    private static final String OTHER_CONNECTOR =
            "The reply has the form of Exchange's own transport: check the receive connector (Exchange authentication"
                    + " off, a relay or client connector) before anything else.";

    private final VerbCatalogue verbs;

    MicrosoftReasons(VerbCatalogue verbs) {
        this.verbs = verbs;
    }

    /** The main sentence of the verdict. */
    String headline(Judgement judgement) {
        int required = judgement.comparison().required().size();
        List<String> missing = judgement.comparison().missing();
        String profile = judgement.profile().name();
        return switch (judgement.verdict()) {
            case HEALTHY -> healthy(judgement, required);
            case NOT_LOADED ->
                "Microsoft's SMTP answers, but none of the Exchange verbs that " + profile + " requires is there: "
                        + String.join(
                                ", ", missing.stream().filter(verbs::isExchange).toList())
                        + "." + alsoMissing(missing);
            default ->
                missing.size() + " of " + Reasons.count(required, "verb") + " that " + profile + " requires "
                        + (missing.size() == 1 ? "is" : "are") + " missing: " + String.join(", ", missing) + ".";
        };
    }

    private String alsoMissing(List<String> missing) {
        List<String> others =
                missing.stream().filter(each -> !verbs.isExchange(each)).toList();
        return others.isEmpty() ? "" : " Also missing: " + String.join(", ", others) + ".";
    }

    private String healthy(Judgement judgement, int required) {
        Profile profile = judgement.profile();
        if (required == 0) {
            return nothingRequired(profile, judgement.answer().port());
        }
        Comparison found = judgement.comparison();
        int there = required - found.excused().size() - found.usedExemptions().size();
        if (required == 1) {
            return "The verb that " + profile.name() + " requires is "
                    + (there == 1 ? "there." : "not there, which is accepted.");
        }
        return (there == required ? "All " : there == 0 ? "None of " : there + " of ") + required + " verbs that "
                + profile.name() + " requires " + (there < 2 ? "is" : "are") + " there"
                + (there < required ? "; the absence of the others is accepted." : ".");
    }

    private String nothingRequired(Profile profile, int port) {
        if (!profile.requiredOn(port, false).isEmpty()) {
            return profile.name() + " requires no verb inside TLS, where the list was read.";
        }
        if (profile.require().isEmpty()) {
            return profile.name() + " requires no verb.";
        }
        return "On port " + port + ", " + profile.name() + " requires no verb"
                + (isExchange(profile) && SUBMISSION.contains(port)
                        ? ": a healthy Exchange shows no X verb there."
                        : ".");
    }

    /** What to know about Microsoft's services before any repair. */
    void details(Judgement judgement, List<String> why) {
        Product product = judgement.product();
        EhloReply reply = judgement.answer().seen().reply();
        if (product == null || reply == null || product.family() != Product.Family.MICROSOFT) {
            return;
        }
        boolean windows = product.name().equals(ProductRecogniser.WINDOWS_SMTP);
        boolean verbsTell = verbs.asksForExchange(judgement.comparison().required());
        if (judgement.verdict() == Verdict.NOT_LOADED) {
            notLoaded(judgement, product, reply, why);
        } else if (windows && isExchange(judgement.profile()) && !verbsTell) {
            why.add("This port does not show whether Exchange is loaded: probe port 25.");
        } else if (judgement.verdict() == Verdict.PARTIAL) {
            partial(judgement, TRANSPORT.contains(product.name()), reply.verbs(), why);
        }
        configuration(reply, why);
        if (verbs.anyExchange(reply.verbs()) && reply.verbs().offers("AUTH", "PLAIN")) {
            why.add("AUTH offers PLAIN, which Exchange never does: something on the path rewrites that line.");
        }
        if (hasLineBeforeMicrosoft(judgement.answer().seen().greeting())) {
            why.add(
                    "The greeting has another line before Microsoft's, as a filter in front of a server writes it: what is"
                            + " offered may come from the filter.");
        }
    }

    private boolean isExchange(Profile profile) {
        return verbs.asksForExchange(profile.require());
    }

    private static void notLoaded(Judgement judgement, Product product, EhloReply reply, List<String> why) {
        if (!product.name().equals(ProductRecogniser.WINDOWS_SMTP)) {
            if (TRANSPORT.contains(product.name())) {
                why.add(OTHER_CONNECTOR);
            }
            return;
        }
        if (!judgement.profile().judges(ProductRecogniser.WINDOWS_SMTP)) {
            why.add(
                    "The Windows SMTP service answers, but the Exchange that "
                            + judgement.profile().name()
                            + " describes does not run in it: something else has taken the port, or this is the wrong machine.");
        } else if (WindowsBuild.isTooNewForExchange(product.version())) {
            why.add("Version " + product.version()
                    + " is the SMTP service of a Windows version that cannot host Exchange in it: Exchange"
                    + " 2000 and 2003 ran on 5.0 and 6.0, and Exchange 2007 and later have their own.");
        } else if (reply.endsWithOk()) {
            why.add("SMTP runs. If Exchange is installed in it, Exchange's event sinks are not bound to it.");
        }
        why.add(
                reply.endsWithOk()
                        ? "Before any repair, send EHLO from the host itself: a proxy can remove lines unnoticed."
                        : "The list does not end with 250 OK as that service's does, so a proxy may have rewritten it: before any"
                                + " repair, send EHLO from the host itself.");
        if (judgement.auto()) {
            why.add("If this is a relay that is meant to be bare, set profile: windows-smtp.");
        }
    }

    private void partial(Judgement judgement, boolean transport, VerbSet offered, List<String> why) {
        if (transport && !verbs.anyExchange(offered)) {
            why.add(OTHER_CONNECTOR);
        }
        for (String missing : judgement.comparison().missing()) {
            VerbFact fact = verbs.fact(missing);
            if (fact != null && fact.component() != null && verbs.isExchange(missing)) {
                why.add(fact.verb() + " comes from " + fact.component() + ".");
            }
        }
        boolean bareAuth =
                offered.named("AUTH").stream().anyMatch(auth -> auth.params().isEmpty());
        if (transport && bareAuth) {
            why.add(
                    "AUTH lists no mechanism, as on an externally secured connector, which shows fewer verbs on purpose.");
        }
    }

    /** Whether the greeting has Microsoft's line, but not as its first line. */
    private static boolean hasLineBeforeMicrosoft(@Nullable Reply greeting) {
        List<ReplyLine> lines = greeting == null ? List.of() : greeting.lines();
        for (int i = 1; i < lines.size(); i++) {
            if (isMicrosoftLine(lines.get(i))) {
                return !isMicrosoftLine(lines.get(0));
            }
        }
        return false;
    }

    private static boolean isMicrosoftLine(ReplyLine line) {
        return Reasons.MICROSOFT_LINE.matcher(line.text()).find();
    }

    private void configuration(EhloReply reply, List<String> why) {
        VerbSet offered = reply.verbs();
        if (!reply.endsWithOk() || !verbs.anyExchange(offered)) {
            return;
        }
        List<String> off = new ArrayList<>(BY_METABASE);
        off.removeAll(offered.keys());
        if (!off.isEmpty()) {
            why.add("Not offered: " + String.join(", ", off)
                    + ". Because Exchange's verbs are there, this is configuration"
                    + " (SmtpInboundCommandSupportOptions in the metabase), not a loading fault.");
        }
    }
}

package io.ehloscope.demo;

import static io.ehloscope.classify.FindingKind.CERTIFICATE_EXPIRED;
import static io.ehloscope.classify.FindingKind.CERTIFICATE_EXPIRING;
import static io.ehloscope.classify.FindingKind.CERTIFICATE_NAME_MISMATCH;
import static io.ehloscope.classify.FindingKind.CERTIFICATE_NOT_YET_VALID;
import static io.ehloscope.classify.FindingKind.CERTIFICATE_UNTRUSTED;
import static io.ehloscope.classify.FindingKind.CERTIFICATE_WEAK;
import static io.ehloscope.classify.FindingKind.EXEMPTION_ENDED;
import static io.ehloscope.classify.FindingKind.STARTTLS_FAILED;
import static io.ehloscope.classify.FindingKind.STARTTLS_INJECTION;
import static io.ehloscope.classify.FindingKind.TLS_CIPHER_WEAK;
import static io.ehloscope.classify.FindingKind.TLS_VERSION_OLD;
import static io.ehloscope.classify.FindingKind.VERB_FORBIDDEN;
import static io.ehloscope.classify.FindingKind.VERB_MISSING;
import static io.ehloscope.classify.Verdict.DEFERRED;
import static io.ehloscope.classify.Verdict.FOREIGN;
import static io.ehloscope.classify.Verdict.HEALTHY;
import static io.ehloscope.classify.Verdict.HELO_ONLY;
import static io.ehloscope.classify.Verdict.INCONSISTENT;
import static io.ehloscope.classify.Verdict.MASKED;
import static io.ehloscope.classify.Verdict.NOT_LOADED;
import static io.ehloscope.classify.Verdict.PARTIAL;
import static io.ehloscope.classify.Verdict.REFUSED;
import static io.ehloscope.classify.Verdict.UNREACHABLE;

import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.demo.Organisation.Entry;
import io.ehloscope.demo.Organisation.OwnProfile;
import io.ehloscope.demo.Organisation.Site;
import io.ehloscope.simulator.Credential;
import io.ehloscope.simulator.SimulatedTls;
import io.ehloscope.simulator.TlsService;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The organisation that the demo scans: about a hundred servers on six sites, with every verdict and
 * every finding of a scan. */
public final class DemoOrganisation {

    private DemoOrganisation() {}

    /** Creates the organisation. */
    public static Organisation create() {
        return new Organisation(
                "scanner.corp.example",
                List.of(
                        new OwnProfile("our-gateway", "postfix", List.of("STARTTLS", "SMTPUTF8"), List.of("VRFY")),
                        new OwnProfile("client-frontend", "any-esmtp", List.of("STARTTLS", "AUTH"), List.of())),
                List.of(berlin(), dublin(), austin(), singapore(), gateways(), lab()));
    }

    private static Site berlin() {
        return new Site(
                "emea-berlin",
                Map.of("country", "de"),
                "exchange-2003",
                List.of(
                        Entry.of(HEALTHY, "hub[01-12].berlin.corp.example", Personas.EXCHANGE_2003),
                        Entry.of(HEALTHY, "hub[13-15].berlin.corp.example", Personas.EXCHANGE_2003_WITH_LOGIN),
                        Entry.of(HEALTHY, "hub16.berlin.corp.example", Personas.EXCHANGE_2003_BASIC_OFF),
                        Entry.of(NOT_LOADED, "hub[17-18].berlin.corp.example", Personas.WINDOWS_2003),
                        Entry.of(PARTIAL, "hub19.berlin.corp.example", Personas.EXCHANGE_2003_WITHOUT_XEXCH50),
                        Entry.of(PARTIAL, "hub20.berlin.corp.example", Personas.EXCHANGE_2003_WITHOUT_LINK2STATE),
                        Entry.of(FOREIGN, "hub21.berlin.corp.example", Personas.ANTIVIRUS_RELAY),
                        Entry.of(FOREIGN, "hub22.berlin.corp.example", Personas.POSTFIX),
                        Entry.of(HEALTHY, "branch01.berlin.corp.example", Personas.EXCHANGE_2003_WITHOUT_XEXCH50)
                                .withExemption("XEXCH50", "off on purpose: the firewall chokes on it")
                                .withLabel("role", "small-business-server"),
                        Entry.of(PARTIAL, "branch02.berlin.corp.example", Personas.EXCHANGE_2003_WITHOUT_XEXCH50)
                                .withExemption(new Exemption(
                                        "XEXCH50",
                                        "off until the new firewall is in place",
                                        LocalDate.of(2024, 12, 31)))
                                .withFindings(EXEMPTION_ENDED)
                                .withLabel("role", "small-business-server"),
                        Entry.of(MASKED, "mail.berlin.corp.example", Personas.BEHIND_PIX)
                                .withLabel("role", "edge")));
    }

    private static Site dublin() {
        return new Site(
                "emea-dublin",
                Map.of("country", "ie"),
                "exchange-2010",
                List.of(
                        Entry.of(HEALTHY, "hub[01-10].dublin.corp.example", Personas.EXCHANGE_2010),
                        Entry.of(HEALTHY, "oldhub[01-02].dublin.corp.example", Personas.EXCHANGE_2007)
                                .withProfile("exchange-2007"),
                        Entry.of(HEALTHY, "edge01.dublin.corp.example", Personas.EXCHANGE_2010_EDGE)
                                .withProfile("exchange-2010-edge")
                                .withLabel("role", "edge")
                                .withCertificate(Credential.GOOD),
                        Entry.of(HEALTHY, "edge02.dublin.corp.example", Personas.EXCHANGE_2010_EDGE)
                                .withProfile("exchange-2010-edge")
                                .withLabel("role", "edge")
                                .withCertificate(Credential.ENDS_IN_WEEKS),
                        Entry.of(PARTIAL, "hub11.dublin.corp.example", Personas.EXCHANGE_2010_WITHOUT_XEXCH50),
                        Entry.of(HEALTHY, "hub12.dublin.corp.example", Personas.BUSY_AT_FIRST),
                        Entry.of(DEFERRED, "hub13.dublin.corp.example", Personas.SERVICE_NOT_AVAILABLE),
                        Entry.of(DEFERRED, "hub14.dublin.corp.example", Personas.TOO_MANY_CONNECTIONS)));
    }

    private static Site austin() {
        return new Site(
                "americas-austin",
                Map.of("country", "us"),
                "exchange-2016",
                List.of(
                        Entry.of(HEALTHY, "mbx[01-10].austin.corp.example", Personas.EXCHANGE_2016),
                        Entry.of(HEALTHY, "mbx[11-12].austin.corp.example", Personas.EXCHANGE_2016)
                                .withProfile("exchange-2013"),
                        Entry.of(PARTIAL, "mbx13.austin.corp.example", Personas.EXCHANGE_2016_WITHOUT_SERVER_AUTH),
                        Entry.of(HEALTHY, "mbx14.austin.corp.example", Personas.SLOW_GREETER),
                        Entry.of(UNREACHABLE, "mbx15.austin.corp.example", Personas.ABSENT),
                        Entry.of(UNREACHABLE, "mbx16.austin.corp.example", Personas.SILENT),
                        Entry.of(MASKED, "mail.austin.corp.example", Personas.BEHIND_ASA)
                                .withLabel("role", "edge"),
                        Entry.of(HEALTHY, "smtp[01-02].austin.corp.example", Personas.EXCHANGE_CLIENT_FRONTEND)
                                .withProfile("client-frontend")
                                .withLabel("role", "submission")
                                .withCertificate(Credential.GOOD)));
    }

    private static Site singapore() {
        return new Site(
                "apac-singapore",
                Map.of("country", "sg"),
                "exchange-2019",
                List.of(
                        Entry.of(HEALTHY, "mbx[01-10].singapore.corp.example", Personas.EXCHANGE_2019),
                        Entry.of(
                                HEALTHY, "mail.singapore.corp.example", Personas.EXCHANGE_2019, Personas.EXCHANGE_2019),
                        Entry.of(HEALTHY, "archive.singapore.corp.example", Personas.ABSENT, Personas.EXCHANGE_2019)
                                .withFirstAddressOnly(),
                        Entry.of(
                                        INCONSISTENT,
                                        "relay.singapore.corp.example",
                                        Personas.EXCHANGE_2003,
                                        Personas.WINDOWS_2003)
                                .withProfile("exchange-2003")
                                .withFindings(FindingKind.NOT_LOADED, VERB_MISSING),
                        Entry.of(UNREACHABLE, "mbx11.singapore.corp.example", Personas.RESETTING)));
    }

    private static Site gateways() {
        return new Site(
                "dmz-gateways",
                Map.of("country", "de", "zone", "dmz"),
                "our-gateway",
                List.of(
                        Entry.of(HEALTHY, "gw[01-04].dmz.corp.example", Personas.POSTFIX)
                                .withCertificate(Credential.GOOD),
                        Entry.of(HEALTHY, "gw05.dmz.corp.example", Personas.POSTFIX)
                                .withCertificate(Credential.ENDS_SOON)
                                .withFindings(CERTIFICATE_EXPIRING),
                        Entry.of(HEALTHY, "gw06.dmz.corp.example", Personas.POSTFIX)
                                .withCertificate(Credential.EXPIRED)
                                .withFindings(CERTIFICATE_EXPIRED),
                        Entry.of(HEALTHY, "gw07.dmz.corp.example", Personas.POSTSCREEN),
                        Entry.of(PARTIAL, "gw08.dmz.corp.example", Personas.POSTFIX_WITHOUT_STARTTLS),
                        Entry.of(MASKED, "gw09.dmz.corp.example", Personas.POSTFIX_BEHIND_ASA),
                        Entry.of(REFUSED, "gw10.dmz.corp.example", Personas.NO_RELAYING_HERE),
                        Entry.of(DEFERRED, "gw11.dmz.corp.example", Personas.NAME_DOES_NOT_MATCH),
                        Entry.of(HEALTHY, "gw12.dmz.corp.example", Personas.POSTFIX_WITH_VRFY)
                                .withCertificate(Credential.GOOD)
                                .withFindings(VERB_FORBIDDEN),
                        Entry.of(HEALTHY, "gw13.dmz.corp.example", Personas.POSTFIX)
                                .withTls(SimulatedTls.of(TlsService.NOT_AVAILABLE))
                                .withFindings(STARTTLS_FAILED),
                        Entry.of(HEALTHY, "gw14.dmz.corp.example", Personas.POSTFIX)
                                .withTls(SimulatedTls.of(TlsService.INJECTED))
                                .withFindings(STARTTLS_INJECTION),
                        Entry.of(HEALTHY, "gw15.dmz.corp.example", Personas.POSTFIX)
                                .withCertificate(Credential.NOT_YET_VALID)
                                .withFindings(CERTIFICATE_NOT_YET_VALID),
                        Entry.of(HEALTHY, "gw16.dmz.corp.example", Personas.POSTFIX)
                                .withCertificate(Credential.SHORT_KEY)
                                .withFindings(CERTIFICATE_WEAK),
                        Entry.of(HEALTHY, "gw17.dmz.corp.example", Personas.POSTFIX)
                                .withTls(SimulatedTls.of(TlsService.TLS_1_0))
                                .withFindings(TLS_VERSION_OLD),
                        Entry.of(HEALTHY, "gw18.dmz.corp.example", Personas.POSTFIX)
                                .withTls(SimulatedTls.of(TlsService.TRIPLE_DES))
                                .withFindings(TLS_CIPHER_WEAK),
                        Entry.of(HEALTHY, "web[01-02].dmz.corp.example", Personas.EXIM)
                                .withProfile("exim"),
                        Entry.of(HEALTHY, "lists.dmz.corp.example", Personas.SENDMAIL)
                                .withProfile("sendmail")
                                .withCertificate(Credential.OTHER_NAME)
                                .withFindings(CERTIFICATE_NAME_MISMATCH),
                        Entry.of(HEALTHY, "alerts.dmz.corp.example", Personas.OPENSMTPD)
                                .withProfile("opensmtpd")
                                .withCertificate(Credential.SELF_SIGNED)
                                .withFindings(CERTIFICATE_UNTRUSTED),
                        Entry.of(HEALTHY, "reports.dmz.corp.example", Personas.OPENSMTPD)
                                .withProfile("opensmtpd")
                                .withTls(SimulatedTls.of(TlsService.WITHOUT_CERTIFICATE))
                                .withFindings(STARTTLS_FAILED),
                        Entry.of(HEALTHY, "corp.mail.protection.example", Personas.EXCHANGE_ONLINE)
                                .withProfile("exchange-online"),
                        Entry.of(HELO_ONLY, "firewall.dmz.corp.example", Personas.OLD_FIREWALL)
                                .withProfile("any-esmtp"),
                        Entry.of(REFUSED, "partner-relay.example", Personas.POOR_REPUTATION)
                                .withProfile("any-esmtp")));
    }

    private static Site lab() {
        return new Site(
                "legacy-lab",
                Map.of("country", "de"),
                "auto",
                List.of(
                        Entry.of(HEALTHY, "ex55.lab.example", Personas.EXCHANGE_5_5),
                        Entry.of(HEALTHY, "ex2000-[1-2].lab.example", Personas.EXCHANGE_2000),
                        Entry.of(HEALTHY, "ex2003-[1-2].lab.example", Personas.EXCHANGE_2003),
                        Entry.of(NOT_LOADED, "win2003.lab.example", Personas.WINDOWS_2003),
                        Entry.of(HEALTHY, "scanner-relay[1-2].lab.example", Personas.WINDOWS_2019)
                                .withProfile("windows-smtp"),
                        Entry.of(HEALTHY, "mta.lab.example", Personas.POSTFIX),
                        Entry.of(UNREACHABLE, "intranet.lab.example", Personas.WEB_SERVER),
                        Entry.of(UNREACHABLE, "tape.lab.example", Personas.HANGS_UP),
                        Entry.of(UNREACHABLE, "interlock.lab.example", Personas.NEVER_ENDING_REPLY),
                        Entry.of(UNREACHABLE, "chatterbox.lab.example", Personas.CHATTERBOX),
                        Entry.of(UNREACHABLE, "tarpit.lab.example", Personas.TARPIT),
                        Entry.of(UNREACHABLE, "retired.lab.example")));
    }
}

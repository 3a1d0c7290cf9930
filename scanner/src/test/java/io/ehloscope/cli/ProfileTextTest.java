package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Origin;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Requirement;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.SizeBounds;
import io.ehloscope.classify.VerbRules;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfileTextTest {

    private static final Catalogue CATALOGUE = Catalogue.load();

    @Test
    void profileIsShownCompletely() {
        Profile profile = new Profile(
                "ours",
                "our gateway",
                Set.of("postfix"),
                new VerbRules(
                        List.of(Requirement.of("XEXCH50"), size()),
                        List.of(new Requirement("AUTH", List.of("LOGIN", "PLAIN"), null)),
                        Set.of("DSN"),
                        Set.of("XCLIENT"),
                        Set.of("VRFY")),
                Map.of(587, new VerbRules(List.of(), List.of(), Set.of("DSN", "HELP"), Set.of(), Set.of("VRFY"))),
                List.of(new Exemption("XEXCH50", "a firewall", LocalDate.of(2027, 1, 31)), Exemption.of("SIZE")),
                Map.of(),
                Set.of("STARTTLS"),
                new Origin("gateway", "4 to 6", "our handbook"));

        assertThat(ProfileText.of(profile, CATALOGUE.verbs())).isEqualTo("""
                ours                 our gateway
                  family            gateway
                  versions          4 to 6
                  judges            postfix
                  requires          XEXCH50 (critical), SIZE >=1000 <=2000 (info; ours)
                  inside TLS        AUTH LOGIN PLAIN (warning)
                  optional          DSN
                  optional in TLS   XCLIENT
                  forbids           VRFY
                  on port 587
                    requires        -
                    optional        HELP
                  exempts           XEXCH50 until 2027-01-31: a firewall
                  exempts           SIZE
                  gone after TLS    STARTTLS
                  source            our handbook
                """);
    }

    @Test
    void excuseIsShownAfterTheSeverity() {
        Profile profile = CATALOGUE.profiles().get("exchange-2003");

        assertThat(ProfileText.of(profile, CATALOGUE.verbs()))
                .contains("X-EXPS (critical), X-EXPS=LOGIN (warning, unless basic_auth_off; bb124688, Example 1");
    }

    private static Requirement size() {
        return new Requirement("SIZE", List.of(), new SizeBounds(1000L, 2000L), null, Severity.INFO, "ours");
    }
}

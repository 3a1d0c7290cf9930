package io.ehloscope.plan;

import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Profile;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Describes the exemptions of a plan: where each holds, until when, why, and which have ended. */
final class ExemptionList {

    private final Map<Exemption, List<String>> places = new LinkedHashMap<>();
    private final LocalDate today;

    /** The exemptions of this plan on this day, in UTC: first those of targets, then those of profiles. */
    ExemptionList(Plan plan, LocalDate today) {
        this.today = today;
        for (Target target : plan.targets()) {
            target.settings().exempt().forEach(each -> add(each, "at " + target.id()));
        }
        for (Profile profile : new TreeMap<>(plan.profiles()).values()) {
            profile.exempt().forEach(each -> add(each, "in profile " + profile.name()));
        }
    }

    /** One line for each exemption, {@code XEXCH50 at mail.example.com:25 until 2027-01-31: a firewall}. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        places.forEach((exemption, where) ->
                all.add(Printable.escape(exemption.behind(exemption.verb() + " " + place(where)))));
        return all;
    }

    /** One sentence for each exemption that has ended. */
    List<String> ended() {
        List<String> ended = new ArrayList<>();
        places.forEach((exemption, where) -> {
            if (exemption.hasEndedBy(today)) {
                ended.add("the exemption for " + exemption.verb() + " " + place(where) + " ended on "
                        + exemption.until());
            }
        });
        return ended;
    }

    private void add(Exemption exemption, String place) {
        places.computeIfAbsent(exemption, any -> new ArrayList<>()).add(place);
    }

    private static String place(List<String> where) {
        int more = where.size() - 1;
        return where.get(0) + (more == 0 ? "" : " and " + Wording.number(more) + " more");
    }
}

package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.catalogue.ExemptionKeys;
import io.ehloscope.catalogue.FindingKeys;
import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.FindingRule;
import io.ehloscope.plan.Maintenance;
import io.ehloscope.plan.Retry;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.text.Durations;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the settings of the defaults, of a site or of a server, and merges them with the inherited settings. */
final class SettingsReader {

    private final ProfileNames profiles;
    private final Problems problems;

    SettingsReader(ProfileNames profiles, Problems problems) {
        this.profiles = profiles;
        this.problems = problems;
    }

    /** The settings that the section and its children inherit from now on. */
    InheritedSettings read(Section section, InheritedSettings outer) {
        Settings inherited = outer.settings();
        String profile = section.get(PROFILE);
        if (profile != null) {
            profiles.refuseUnknown(profile, section.location(PROFILE), problems);
        }
        Maintenance maintenance = section.get(ContactKeys.MAINTENANCE);
        String source = section.get(ContactKeys.SOURCE_ADDRESS);
        Settings settings = new Settings(
                profile == null ? inherited.profile() : profile,
                section.get(STARTTLS, inherited.starttls()),
                section.get(TLS, inherited.tls()),
                section.get(RESOLVE, inherited.resolve()),
                timeouts(section.get(TIMEOUTS), inherited.timeouts()),
                retry(section.get(RETRY), inherited.retry()),
                Exemption.merged(inherited.exempt(), section.get(ExemptionKeys.EXEMPT, List.of())),
                FindingRule.merged(inherited.findings(), section.get(FindingKeys.FINDINGS, Map.of())),
                maintenance == null ? inherited.maintenance() : maintenance,
                source == null ? inherited.sourceAddress() : source);
        return new InheritedSettings(section.get(PORT, outer.port()), settings, outer.labels());
    }

    private Timeouts timeouts(Node.@Nullable Mapping mapping, Timeouts outer) {
        if (mapping == null) {
            return outer;
        }
        Section own = IN_TIMEOUTS.read(mapping, problems);
        Duration total = own.get(TOTAL, outer.total());
        return new Timeouts(
                own.get(DNS, outer.dns()),
                within(own, CONNECT, outer.connect(), Timeouts.DEFAULT.connect(), total),
                within(own, GREETING, outer.greeting(), Timeouts.DEFAULT.greeting(), total),
                within(own, REPLY, outer.reply(), Timeouts.DEFAULT.reply(), total),
                total);
    }

    /**
     * The time limit of a stage. If no one set it, it is at most the total; otherwise it is an error if it exceeds the
     * total.
     */
    private Duration within(Section own, Key<Duration> key, Duration outer, Duration byDefault, Duration total) {
        Duration stage = own.get(key, outer);
        if (stage.compareTo(total) <= 0) {
            return stage;
        }
        if (own.has(key) || !stage.equals(byDefault)) {
            Location location = own.has(key) ? own.location(key) : own.location(TOTAL);
            problems.add(
                    location,
                    key.name() + " " + Durations.text(stage) + " is longer than total " + Durations.text(total),
                    "the total covers the whole dialogue");
        }
        return total;
    }

    private Retry retry(Node.@Nullable Mapping mapping, Retry outer) {
        if (mapping == null) {
            return outer;
        }
        Section own = IN_RETRY.read(mapping, problems);
        Duration backoff = own.get(BACKOFF, outer.backoff());
        Duration most = own.get(MAX_BACKOFF, outer.maxBackoff());
        if (backoff.compareTo(most) > 0) {
            boolean backoffSet = own.has(BACKOFF) || !backoff.equals(Retry.DEFAULT.backoff());
            boolean mostSet = own.has(MAX_BACKOFF) || !most.equals(Retry.DEFAULT.maxBackoff());
            if (backoffSet && mostSet) {
                problems.add(
                        own.location(own.has(MAX_BACKOFF) ? MAX_BACKOFF : BACKOFF),
                        "max_backoff " + Durations.text(most) + " is less than backoff " + Durations.text(backoff));
            }
            most = backoffSet ? backoff : most;
            backoff = most;
        }
        return new Retry(own.get(ATTEMPTS, outer.attempts()), backoff, most, own.get(JITTER, outer.jitter()));
    }
}

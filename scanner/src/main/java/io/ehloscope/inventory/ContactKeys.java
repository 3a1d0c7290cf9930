package io.ehloscope.inventory;

import io.ehloscope.plan.Maintenance;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that decide whether and when a target is contacted. */
final class ContactKeys {

    private static final ValueType<LocalDate> DATE = ValueType.date();

    /** The end of a maintenance, as written and as a time. */
    private record Until(String text, Instant end) {}

    private static final Key<Until> UNTIL = Key.required(
            "until",
            ValueType.scalar(
                    "date, like 2027-01-31, or date and time with offset, like 2027-01-31T18:00+01:00",
                    ContactKeys::until));
    private static final Key<String> REASON = Key.optional("reason", ValueType.text(200), "none");

    /** The keys of a maintenance. */
    static final Schema IN_MAINTENANCE = new Schema("maintenance", List.of(UNTIL, REASON));

    static final Key<Maintenance> MAINTENANCE =
            Key.optional("maintenance", new ValueType<>("mapping", ContactKeys::maintenance), "none");

    static final Key<String> SOURCE_ADDRESS =
            Key.optional("source_address", ValueType.scalar("address", ContactKeys::address), "the system's choice");

    private ContactKeys() {}

    private static @Nullable String address(Node.Scalar scalar, String what, Problems problems) {
        String address = Addresses.canonical(scalar.text());
        if (address == null) {
            problems.add(
                    scalar.location(),
                    what + " " + problems.quoted(scalar.text()) + " is not an address",
                    "write an address of this machine, like 192.0.2.9");
        }
        return address;
    }

    private static @Nullable Maintenance maintenance(Node node, String what, Problems problems) {
        Node.Mapping mapping = ValueType.mapping().read(node, what, problems);
        if (mapping == null) {
            return null;
        }
        Section section = IN_MAINTENANCE.read(mapping, problems);
        Until until = section.get(UNTIL);
        String reason = section.get(REASON);
        return until == null ? null : new Maintenance(until.text, until.end, reason);
    }

    private static @Nullable Until until(Node.Scalar scalar, String what, Problems problems) {
        String text = scalar.text();
        if (text.indexOf('T') < 0) {
            LocalDate day = DATE.read(scalar, what, problems);
            return day == null
                    ? null
                    : new Until(
                            text, day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        }
        try {
            return new Until(text, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            problems.add(
                    scalar.location(),
                    what + " " + problems.quoted(text) + " is not a date and a time with an offset",
                    "like 2027-01-31T18:00+01:00 or 2027-01-31T17:00Z");
            return null;
        }
    }
}

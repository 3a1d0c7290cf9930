package io.ehloscope.inventory;

import io.ehloscope.plan.Target;
import io.ehloscope.yaml.JsonReader;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problem;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import io.ehloscope.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads target groups as Prometheus has them: {@code [{targets: [...], labels: {...}}]}. The labels {@code site} and
 * {@code profile} set these properties of the targets. Labels that begin with {@code __} are left out, as Prometheus
 * does after relabeling, except those of this program's own {@code /api/v1/sd}.
 */
final class TargetGroups {

    private static final Key<List<Node>> TARGETS = Key.required("targets", ValueType.listOf(ValueType.node("target")));
    private static final Key<Node.Mapping> LABELS = Key.optional("labels", ValueType.mapping(), "none");
    private static final Schema GROUP = new Schema("a target group", List.of(TARGETS, LABELS));

    /** The prefix of the labels of {@code /api/v1/sd}. */
    private static final String OWN = "__meta_ehloscope_";

    private static final String OWN_LABEL = OWN + "label_";
    private static final int MOST_LABELS = 64;
    private static final int MAX_LENGTH = 200;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private final ListedSource source;
    private final Problems problems;
    private final List<Target> targets = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private int repeated;

    private TargetGroups(ListedSource source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Reads all documents of a source; their problems are added to the problems. */
    static SourceTargets read(ListedSource source, List<SourceDocument> documents, Problems problems) {
        List<Target> targets = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int repeated = 0;
        for (SourceDocument document : documents) {
            Problems own = new Problems(document.name());
            TargetGroups groups = new TargetGroups(source, own);
            groups.read(document);
            problems.addAll(own);
            repeated += groups.repeated;
            for (Target target : groups.targets) {
                if (ids.add(target.id())) {
                    targets.add(target);
                } else {
                    repeated++;
                }
            }
        }
        if (targets.size() > Inventory.MOST_TARGETS) {
            problems.add(new Problem(source.spec().name(), null, "more than 1,000,000 targets", "split the source"));
            return SourceTargets.NONE;
        }
        return new SourceTargets(targets, repeated);
    }

    private void read(SourceDocument document) {
        Node root = document.form() == SourceDocument.Form.JSON
                ? JsonReader.read(document.text(), problems)
                : YamlReader.read(document.text(), problems);
        if (root == null) {
            return;
        }
        if (!(root instanceof Node.Sequence groups)) {
            problems.add(root.location(), "this is " + root.kind(), "expected: a list of target groups");
            return;
        }
        for (Node each : groups.items()) {
            Node.Mapping group = ValueType.mapping().read(each, "a target group", problems);
            if (group != null) {
                group(GROUP.read(group, problems));
            }
        }
    }

    private void group(Section section) {
        Node.Mapping mapping = section.get(LABELS);
        Map<String, String> labels = mapping == null ? new TreeMap<>() : labels(mapping);
        String named = labels.remove("site");
        String profile = labels.remove("profile");
        String site = named == null ? source.site() : named;
        InheritedSettings level = source.level().withLabels(labels);
        if (profile != null && mapping != null) {
            source.profiles().refuseUnknown(profile, mapping.location(), problems);
            level = level.withProfile(profile);
        }
        for (Node node : section.get(TARGETS, List.of())) {
            Target target = node instanceof Node.Scalar text ? target(text, level, site) : null;
            if (target != null && ids.add(target.id())) {
                targets.add(target);
            } else if (target != null) {
                repeated++;
            } else if (!(node instanceof Node.Scalar)) {
                problems.add(node.location(), "a target is " + node.kind(), "expected: text like mail.example.com:25");
            }
        }
    }

    private @Nullable Target target(Node.Scalar text, InheritedSettings level, String site) {
        ServerEntry entry = ServerReader.entry(text, level, false, problems);
        if (entry == null) {
            return null;
        }
        boolean isOne = entry.hosts() instanceof HostPattern.Name || entry.hosts() instanceof HostPattern.Address;
        if (!isOne) {
            problems.add(
                    text.location(), ValueType.quoted(text.text()) + " is not one host", "like mail.example.com:25");
            return null;
        }
        return Planner.targets(site, List.of(entry)).get(0);
    }

    private Map<String, String> labels(Node.Mapping mapping) {
        Map<String, String> labels = new TreeMap<>();
        for (Node.Entry entry : mapping.entries()) {
            String name = labelName(entry.key());
            if (name == null) {
                continue;
            }
            String value = value(entry.value(), entry.key());
            if (!NAME.matcher(name).matches()) {
                problems.add(
                        entry.keyLocation(),
                        ValueType.quoted(name) + " is not a label name",
                        "use letters, digits and \"_\", but no digit first");
            } else if (value != null && !value.isEmpty()) {
                labels.put(name, value);
            }
        }
        if (labels.size() > MOST_LABELS) {
            problems.add(mapping.location(), "more than " + MOST_LABELS + " labels", "leave some out");
        }
        return labels;
    }

    /** The name of a label in this program; null if the label is left out. */
    private static @Nullable String labelName(String name) {
        if (name.startsWith(OWN_LABEL)) {
            return freed(name.substring(OWN_LABEL.length()));
        }
        if (name.equals(OWN + "site") || name.equals(OWN + "profile")) {
            return name.substring(OWN.length());
        }
        if (name.startsWith("__")) {
            return null;
        }
        return name.equals("site") || name.equals("profile") ? name : freed(name);
    }

    /** A name that the info series itself uses gets a prefix, as Prometheus does on a conflict. */
    private static String freed(String name) {
        return LabelForm.isReserved(name) ? "exported_" + name : name;
    }

    private @Nullable String value(Node node, String name) {
        String what = "label " + ValueType.quoted(name);
        if (!(node instanceof Node.Scalar scalar)) {
            problems.add(node.location(), what + " is " + node.kind(), "expected: text");
            return null;
        }
        Location location = scalar.location();
        if (scalar.text().length() > MAX_LENGTH) {
            problems.add(location, what + " is longer than " + MAX_LENGTH + " characters");
            return null;
        }
        boolean isName = name.equals("site") || name.equals(OWN + "site");
        if (isName && scalar.text().chars().anyMatch(Character::isISOControl)) {
            problems.add(location, what + " contains a control character");
            return null;
        }
        return scalar.text();
    }
}

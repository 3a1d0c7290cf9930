package io.ehloscope.inventory;

import io.ehloscope.yaml.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of hosts that an inventory names: {@code file:}.
 *
 * @param path the file
 * @param delimiter separates the fields; null to find it in the file
 * @param columns the column of a field or of a label, by its header; empty to find the columns by the usual headers
 * @param otherColumns what becomes of the other columns
 */
record ListedHosts(
        Path path, @Nullable Character delimiter, Map<String, Node.Scalar> columns, OtherColumns otherColumns) {

    /** What becomes of columns that are no known field and that the inventory does not name. */
    enum OtherColumns {
        /** They are not read. */
        IGNORE,
        /** Each is a label with the name of its header. */
        LABEL
    }

    /** Copies the columns in their order. */
    ListedHosts {
        columns = new LinkedHashMap<>(columns);
    }

    /** A list of which the inventory says nothing but the file. */
    static ListedHosts of(Path path) {
        return new ListedHosts(path, null, Map.of(), OtherColumns.IGNORE);
    }
}

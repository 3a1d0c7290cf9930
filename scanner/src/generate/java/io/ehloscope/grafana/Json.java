package io.ehloscope.grafana;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects of JSON whose keys stay in the order in which they are written here. */
final class Json {

    private Json() {}

    /** An object of keys and values in turn. */
    static Map<String, Object> of(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    /** Properties, in turn with their values, of the field of this name. */
    static Map<String, Object> override(String field, Object... properties) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.add(of("id", properties[i], "value", properties[i + 1]));
        }
        return of("matcher", of("id", "byName", "options", field), "properties", all);
    }
}

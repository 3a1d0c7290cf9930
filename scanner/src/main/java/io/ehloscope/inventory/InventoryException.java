package io.ehloscope.inventory;

import io.ehloscope.yaml.Mistake;
import java.util.List;
import java.util.stream.Collectors;

/** What the user wrote cannot be used. Its message has one line for each mistake. */
public final class InventoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    /** Carries the mistakes in the order in which they are to be shown; at least one. */
    public InventoryException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** All that is wrong. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}

package io.ehloscope.web;

import io.ehloscope.plan.Narrowing;
import io.ehloscope.report.HistoryDocuments;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What can be asked of the service over HTTP besides what it shows. */
public interface Operations {

    /** A service that only shows. */
    Operations NONE = new Operations() {
        @Override
        public Mono<List<String>> reload() {
            return Mono.just(List.of("there is no inventory to read again"));
        }

        @Override
        public int scan(Narrowing part) {
            return 0;
        }

        @Override
        public @Nullable HistoryDocuments history() {
            return null;
        }
    };

    /** Reads the inventory again; gives its mistakes, or none. */
    Mono<List<String>> reload();

    /**
     * Asks for a scan of a part, as soon as the one in progress has ended; does not wait for it.
     *
     * @return how many targets that is, as far as it is known now
     * @throws io.ehloscope.inventory.InventoryException where the part fits nothing
     */
    int scan(Narrowing part);

    /** The history; null where none is kept. */
    @Nullable
    HistoryDocuments history();
}

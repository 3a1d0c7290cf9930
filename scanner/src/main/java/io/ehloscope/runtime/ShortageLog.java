package io.ehloscope.runtime;

import io.ehloscope.scan.ShortageObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs resource shortages on this machine. */
final class ShortageLog implements ShortageObserver {

    private static final Logger LOG = LoggerFactory.getLogger(ShortageLog.class);

    @Override
    public void waiting(String detail) {
        LOG.atWarn()
                .addKeyValue("detail", detail)
                .log("this machine is short of a resource; new connections wait until the shortage ends");
    }

    @Override
    public void skipping(Duration lasted) {
        LOG.atWarn().log("the shortage has lasted for " + lasted.toSeconds() + " s: targets are skipped until it ends");
    }
}

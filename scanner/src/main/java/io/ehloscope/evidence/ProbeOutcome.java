package io.ehloscope.evidence;

/** How a probe ended. */
public sealed interface ProbeOutcome {

    /** What was seen, whole or in part. */
    Observation observation();

    /** The same end, with more or less seen; of a target that was not looked at, nothing is seen. */
    ProbeOutcome withObservation(Observation seen);

    /**
     * The server answered EHLO, or HELO after it refused EHLO, completely.
     *
     * @param observation what was seen
     */
    record Answered(Observation observation) implements ProbeOutcome {
        @Override
        public ProbeOutcome withObservation(Observation seen) {
            return new Answered(seen);
        }
    }

    /**
     * The dialogue did not come to an answer.
     *
     * @param failure where and why
     * @param observation what was seen until then
     */
    record Failed(Failure failure, Observation observation) implements ProbeOutcome {
        @Override
        public ProbeOutcome withObservation(Observation seen) {
            return new Failed(failure, seen);
        }
    }

    /**
     * The target was not looked at.
     *
     * @param why one sentence
     */
    record Skipped(String why) implements ProbeOutcome {
        @Override
        public Observation observation() {
            return Observation.NOTHING;
        }

        @Override
        public ProbeOutcome withObservation(Observation seen) {
            return this;
        }
    }
}

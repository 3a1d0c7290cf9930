package io.ehloscope.bench;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.smtp.ReplyEvent;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyReader;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cost of one healthy target without the network: reply parsing, dialogue, classification. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DialogueBenchmark {

    private final Classifier classifier = Sample.CATALOGUE.classifier(Sample.CATALOGUE.profiles());
    private final ProbeOutcome outcome = Sample.dialogue();
    private final Expectation expectation = Expectation.of("auto", 25);

    /** Parses the bytes of one EHLO reply into lines. */
    @Benchmark
    public @Nullable ReplyEvent readReply() {
        return new ReplyReader(ReplyLimits.DEFAULT).read(ByteBuffer.wrap(Sample.EHLO));
    }

    /** Runs a whole dialogue, from connect to the 221 reply. */
    @Benchmark
    public ProbeOutcome dialogue() {
        return Sample.dialogue();
    }

    /** Classifies the dialogue with the profile of the recognised product. */
    @Benchmark
    public Assessment classify() {
        return classifier.assess(outcome, expectation);
    }
}

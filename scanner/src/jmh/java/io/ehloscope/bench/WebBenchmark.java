package io.ehloscope.bench;

import io.ehloscope.metrics.ScanMeters;
import io.ehloscope.metrics.WebMeters;
import io.ehloscope.report.Advice;
import io.ehloscope.result.ScanResult;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.time.TimeSource;
import io.ehloscope.web.StubServiceApi;
import io.ehloscope.web.WebServer;
import io.ehloscope.web.http.HttpParts;
import io.ehloscope.web.http.ListenAddress;
import io.ehloscope.web.http.WebLocation;
import io.ehloscope.web.security.WebSecurity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Scrapes and pages over HTTP, from the first byte of the request to the last byte of the response. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class WebBenchmark {

    /** The number of targets. */
    @Param({"10000", "100000"})
    public int targets;

    /** The percentage of targets with findings, as in {@link FleetSizeBenchmark}. */
    @Param({"0"})
    public int wrong;

    private final LoopResources loops = LoopResources.create("bench", 1, true);
    private final Scheduler encoder = Schedulers.newBoundedElastic(2, 64, "bench-encoder");
    private WebServer.@Nullable Running running;
    private Socket client = new Socket();
    private InputStream responses = InputStream.nullInputStream();

    /** Starts a server with a fleet. */
    @Setup
    public void start() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ScanMeters(registry, "bench");
        ScanResult scan = FleetSizeBenchmark.scan(Sample.plan(Sample.inventory(targets)), wrong);
        CurrentSnapshot fleet = new CurrentSnapshot();
        fleet.publish(Snapshot.first(scan, scan.plan()));
        TimeSource time = new TimeSource(Clock.systemUTC(), System::nanoTime, Schedulers.parallel());
        WebMeters web = new WebMeters(registry);
        HttpParts parts = new HttpParts(loops, encoder, time, web);
        WebServer.Content content = new WebServer.Content(
                registry, fleet, new Advice(Sample.CATALOGUE.verbs(), Sample.CATALOGUE.findings()), "bench");
        WebServer.Running started = Objects.requireNonNull(new WebServer(
                        new WebLocation(List.of(new ListenAddress.Port("127.0.0.1", 0)), null, "", Set.of()),
                        parts,
                        content,
                        new StubServiceApi(),
                        new WebSecurity(null, new WebSecurity.Threads(encoder, encoder, 1), time, web))
                .start()
                .block());
        running = started;
        client =
                new Socket("127.0.0.1", ((InetSocketAddress) started.addresses().get(0)).getPort());
        responses = new BufferedInputStream(client.getInputStream(), 1 << 20);
    }

    /** A scrape with the headers of Prometheus. */
    @Benchmark
    public long scrape() throws IOException {
        return get("/metrics", "Accept-Encoding: gzip\r\nAccept: application/openmetrics-text;version=1.0.0\r\n");
    }

    /** A scrape by a client without gzip. */
    @Benchmark
    public long scrapeText() throws IOException {
        return get("/metrics", "");
    }

    /** The status page. */
    @Benchmark
    public long status() throws IOException {
        return get("/", "");
    }

    /** The status page, filtered by a text. */
    @Benchmark
    public long filtered() throws IOException {
        return get("/?q=10.0.7.", "");
    }

    /** The page of a target. */
    @Benchmark
    public long target() throws IOException {
        return get("/targets/10.0.1.2%3A25", "");
    }

    /** Stops the server. */
    @TearDown
    public void stop() throws IOException {
        client.close();
        if (running != null) {
            running.stop(Duration.ZERO).block();
        }
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        encoder.dispose();
    }

    private long get(String path, String headers) throws IOException {
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        long length = -1;
        String line = line();
        if (!line.startsWith("HTTP/1.1 200")) {
            throw new IOException(path + " was answered with " + line);
        }
        for (; !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "content-length: ", 0, 16)) {
                length = Long.parseLong(line.substring(16));
            }
        }
        responses.skipNBytes(length);
        return length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = responses.read(); c != '\n'; c = responses.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}

package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.metrics.FixedScan;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.web.http.HttpBounds;
import io.ehloscope.web.http.ListenAddress;
import io.ehloscope.web.http.ListenException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The bounds of {@link WebServer}: requests, connections, scrapes, responses and shutdown. */
class WebServerBoundsTest {

    private static final HttpBounds TIGHT = new HttpBounds(
            256,
            512,
            8,
            6,
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            1,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    /** Runs tasks at once while it is open and queues them while it is shut. */
    private static final class Gate implements Executor {
        private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        private final CountDownLatch came = new CountDownLatch(1);
        private volatile boolean shut;

        @Override
        public void execute(Runnable work) {
            if (shut) {
                waiting.add(work);
                came.countDown();
            } else {
                work.run();
            }
        }

        void open() {
            shut = false;
            for (Runnable each = waiting.poll(); each != null; each = waiting.poll()) {
                each.run();
            }
        }
    }

    @Test
    void excessScrapeIsRejectedWhileOthersContinue() throws IOException, InterruptedException {
        Gate encoder = new Gate();
        try (Served served = new Served(encoder, TIGHT, Schedulers.parallel())) {
            encoder.shut = true;
            CompletableFuture<HttpResponse<String>> first = served.begin("/metrics");
            assertThat(encoder.came.await(20, TimeUnit.SECONDS)).isTrue();
            HttpResponse<String> second = served.get("/metrics");
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).contains("1");
            assertThat(served.get("/-/healthy").statusCode()).isEqualTo(200);
            encoder.open();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(served.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void slowScrapeTimesOutAndReleasesItsPermit() throws IOException, InterruptedException {
        Gate encoder = new Gate();
        VirtualTimeScheduler timers = VirtualTimeScheduler.create();
        try (Served served = new Served(encoder, TIGHT, timers)) {
            encoder.shut = true;
            CompletableFuture<HttpResponse<String>> slow = served.begin("/metrics");
            assertThat(encoder.came.await(20, TimeUnit.SECONDS)).isTrue();
            timers.advanceTimeBy(TIGHT.scrapeTimeout());
            assertThat(slow.join().statusCode()).isEqualTo(503);
            assertThat(slow.join().body()).isEqualTo("The scrape took too long.\n");
            encoder.shut = false;
            assertThat(served.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void connectionOfSlowReaderIsClosed() throws IOException, InterruptedException {
        VirtualTimeScheduler timers = VirtualTimeScheduler.create();
        try (Served served = new Served(Runnable::run, TIGHT, timers)) {
            served.fleet.publish(large());
            try (Socket slow = connect(served.port())) {
                slow.getOutputStream()
                        .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                InputStream in = slow.getInputStream();
                String head = new String(in.readNBytes(1000), StandardCharsets.US_ASCII);
                long promised = Long.parseLong(head.replaceAll("(?is).*content-length: ([0-9]+).*", "$1"));
                assertThat(served.get("/metrics").statusCode()).isEqualTo(503);
                timers.advanceTimeBy(TIGHT.scrapeTimeout());
                assertThat(rest(in)).isLessThan(promised - 1000);
            }
            assertThat(served.bytes("/metrics", "Accept-Encoding", "gzip").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void responseThatNeverEndsIsAborted() throws IOException, InterruptedException {
        Gate encoder = new Gate();
        VirtualTimeScheduler timers = VirtualTimeScheduler.create();
        try (Served served = new Served(encoder, TIGHT, timers)) {
            encoder.shut = true;
            try (Socket client = asking(served.port(), "/")) {
                assertThat(encoder.came.await(20, TimeUnit.SECONDS)).isTrue();
                timers.advanceTimeBy(TIGHT.answer());
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void tooLongRequestLineIsRejected() throws IOException, InterruptedException {
        try (Served served = new Served(Runnable::run, TIGHT, Schedulers.parallel())) {
            assertThat(served.get("/" + "x".repeat(300)).statusCode()).isEqualTo(HttpURLConnection.HTTP_REQ_TOO_LONG);
        }
    }

    @Test
    void tooLargeHeadersAreRejected() throws IOException, InterruptedException {
        try (Served served = new Served(Runnable::run, TIGHT, Schedulers.parallel())) {
            assertThat(served.get("/", "X-Filler", "x".repeat(600)).statusCode())
                    .isIn(413, 431);
        }
    }

    @Test
    void silentConnectionIsClosed() throws IOException {
        try (Served served = new Served(Runnable::run, TIGHT, Schedulers.parallel());
                Socket silent = connect(served.port())) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void requestThatNeverEndsIsAborted() throws IOException {
        try (Served served = new Served(Runnable::run, TIGHT, Schedulers.parallel());
                Socket slow = connect(served.port())) {
            slow.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = slow.getInputStream();
            assertThat(in.readAllBytes().length).isLessThan(1000);
        }
    }

    @Test
    void nonHttpIsRejected() throws IOException {
        try (Served served = new Served(Runnable::run, TIGHT, Schedulers.parallel());
                Socket odd = connect(served.port())) {
            odd.getOutputStream().write("EHLO mail.example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(odd.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void errorNamesPortInUse() {
        try (Served served = new Served()) {
            ListenAddress taken = new ListenAddress.Port("127.0.0.1", served.port());
            assertThatThrownBy(() -> served.server(taken).start().block(Served.PATIENCE))
                    .isInstanceOf(ListenException.class)
                    .hasMessage("cannot listen on " + taken
                            + ": it is in use by another program; on Linux, ss -ltnp shows which one");
        }
    }

    @Test
    void errorNamesForeignAddress() {
        try (Served served = new Served()) {
            ListenAddress foreign = new ListenAddress.Port("192.0.2.1", 0);
            assertThatThrownBy(() -> served.server(foreign).start().block(Served.PATIENCE))
                    .isInstanceOf(ListenException.class)
                    .hasMessage("cannot listen on 192.0.2.1:0: this machine has no such address");
        }
    }

    @Test
    void failedBindClosesOtherAddresses() throws IOException {
        int free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = probe.getLocalPort();
        }
        try (Served served = new Served()) {
            ListenAddress good = new ListenAddress.Port("127.0.0.1", free);
            ListenAddress taken = new ListenAddress.Port("127.0.0.1", served.port());
            assertThatThrownBy(() -> served.server(good, taken).start().block(Served.PATIENCE))
                    .isInstanceOf(ListenException.class);
            assertNoServerAnswers(free);
        }
    }

    @Test
    void serverListensOnSeveralAddresses() throws IOException {
        try (Served served = new Served()) {
            ListenAddress any = new ListenAddress.Port("127.0.0.1", 0);
            WebServer.Running both = served.server(any, any).start().block(Served.PATIENCE);
            List<InetSocketAddress> addresses =
                    both.addresses().stream().map(InetSocketAddress.class::cast).toList();
            assertThat(addresses).hasSize(2).doesNotHaveDuplicates();
            connect(addresses.get(0).getPort()).close();
            connect(addresses.get(1).getPort()).close();
            both.stop(Duration.ZERO).block(Served.PATIENCE);
            assertNoServerAnswers(addresses.get(1).getPort());
        }
    }

    @Test
    void stopWaitsForScrapeInProgress() throws InterruptedException {
        Gate encoder = new Gate();
        try (Served served = new Served(encoder, TIGHT, Schedulers.parallel())) {
            encoder.shut = true;
            CompletableFuture<HttpResponse<String>> scrape = served.begin("/metrics");
            assertThat(encoder.came.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> stopped =
                    served.running.stop(Duration.ofSeconds(20)).toFuture();
            assertThat(stopped).isNotDone();
            encoder.open();
            assertThat(scrape.join().statusCode()).isEqualTo(200);
            stopped.join();
        }
    }

    @Test
    void stopWaitsNoLongerThanGracePeriod() throws IOException, InterruptedException {
        Gate encoder = new Gate();
        VirtualTimeScheduler timers = VirtualTimeScheduler.create();
        try (Served served = new Served(encoder, TIGHT, timers)) {
            encoder.shut = true;
            try (Socket client = asking(served.port(), "/metrics")) {
                assertThat(encoder.came.await(20, TimeUnit.SECONDS)).isTrue();
                CompletableFuture<Void> stopped =
                        served.running.stop(Duration.ofSeconds(3)).toFuture();
                timers.advanceTimeBy(Duration.ofSeconds(3));
                stopped.join();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    /** Uses a plain socket: Java's own client repeats a request if the connection ends without a response. */
    private static Socket asking(int port, String path) throws IOException {
        Socket socket = connect(port);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /**
     * The operating system can accept a connection for a moment after the server has closed the port and then reset it,
     * or give the port to another program, which answers differently or not at all.
     */
    private static void assertNoServerAnswers(int port) throws IOException {
        try (Socket socket = connect(port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("GET /-/healthy HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(4_096), StandardCharsets.UTF_8);
            assertThat(answer).doesNotContain("Ehloscope is healthy");
        } catch (SocketTimeoutException otherProgram) {
            assertThat(otherProgram).hasMessageContaining("timed out");
        } catch (SocketException refusedOrReset) {
            assertThat(refusedOrReset).hasMessageMatching("Connection (refused|reset).*|Broken pipe.*");
        }
    }

    /** Results with more text than the buffers of two sockets can take. */
    private static ScanResult large() {
        List<TargetResult> results = IntStream.range(0, 20_000)
                .mapToObj(i -> FixedScan.healthy("emea", "mail" + i + ".example.com", FixedScan.START))
                .toList();
        return FixedScan.of(results, PerTarget.ALL, FixedScan.START);
    }

    private static long rest(InputStream in) {
        long read = 0;
        try {
            for (int n = in.read(new byte[65_536]); n >= 0; n = in.read(new byte[65_536])) {
                read += n;
            }
        } catch (SocketException e) {
            // A reset closes the connection, too.
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(20_000);
        return socket;
    }
}

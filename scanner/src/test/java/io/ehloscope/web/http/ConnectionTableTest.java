package io.ehloscope.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.web.http.ConnectionTable.Connection;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which connection is closed for a new one. */
class ConnectionTableTest {

    private final AtomicLong nanos = new AtomicLong();
    private final ConnectionTable table = new ConnectionTable(8, 6, nanos::get);

    @Test
    void noConnectionIsClosedBelowTheLimit() {
        assertThat(IntStream.range(0, 6).mapToObj(i -> table.admit(connection("a"))))
                .containsOnlyNulls();
    }

    @Test
    void oldestConnectionWithoutRequestIsClosedFirst() {
        List<Connection> all = full();
        request(all.get(0));
        assertThat(table.admit(connection("c"))).isSameAs(all.get(1));
        assertThat(table.admit(connection("d"))).isSameAs(all.get(2));
    }

    @Test
    void connectionOfPeerWithMostConnectionsIsClosed() {
        Connection alone = admitted("alone");
        List<Connection> crowd =
                IntStream.range(0, 6).mapToObj(i -> admitted("crowd")).toList();
        admitted("other");
        assertThat(table.admit(connection("new"))).isSameAs(crowd.get(0)).isNotSameAs(alone);
    }

    @Test
    void onePeerCannotFillTheTable() {
        List<Connection> crowd =
                IntStream.range(0, 6).mapToObj(i -> admitted("crowd")).toList();
        crowd.forEach(table::begun);
        Connection more = connection("crowd");
        assertThat(table.admit(more)).isSameAs(more);
        assertThat(table.admit(connection("other"))).isNull();
    }

    @Test
    void peerAtItsBoundLosesItsOwnConnection() {
        Connection old = admitted("other");
        List<Connection> crowd =
                IntStream.range(0, 6).mapToObj(i -> admitted("crowd")).toList();
        assertThat(table.admit(connection("crowd"))).isSameAs(crowd.get(0)).isNotSameAs(old);
    }

    @Test
    void peersWithoutAddressHaveNoPeerBound() {
        IntStream.range(0, 8)
                .mapToObj(i -> new Connection(ConnectionTable.NO_ADDRESS, () -> {}))
                .forEach(each -> assertThat(table.admit(each)).isNull());
    }

    @Test
    void connectionWithRequestInProgressIsNeverClosed() {
        List<Connection> all = full();
        all.forEach(table::begun);
        Connection next = connection("c");
        assertThat(table.admit(next)).as("refused").isSameAs(next);
        assertThat(table.drop(all.get(3))).isFalse();
        table.ended(all.get(3));
        assertThat(table.admit(next)).isSameAs(all.get(3));
    }

    @Test
    void connectionIsIdleAfterItsLastRequestEnds() {
        Connection one = admitted("a");
        table.begun(one);
        table.begun(one);
        table.ended(one);
        assertThat(table.drop(one)).isFalse();
        table.ended(one);
        assertThat(table.drop(one)).isTrue();
        assertThat(table.drop(one)).as("again").isFalse();
    }

    /**
     * Many connections of one client, each with a past request, do not displace a new client before its first request.
     */
    @Test
    void youngSingleConnectionOfPeerIsClosedLast() {
        for (int i = 0; i < 6; i++) {
            request(admitted("crowd"));
        }
        Connection young = admitted("alone");
        request(admitted("other"));
        assertThat(table.admit(connection("new"))).isNotSameAs(young);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(table.admit(connection("newer"))).isSameAs(young);
    }

    @Test
    void closedConnectionFreesItsPlace() {
        List<Connection> all = full();
        table.closed(all.get(0));
        table.closed(all.get(0));
        assertThat(table.admit(connection("c"))).isNull();
        assertThat(table.admit(connection("d"))).isNotNull();
    }

    /** Events of a connection that has left the table change nothing. */
    @Test
    void closedVictimIsIgnored() {
        List<Connection> all = full();
        Connection victim = table.admit(connection("c"));
        assertThat(victim).isSameAs(all.get(0));
        table.begun(all.get(0));
        table.ended(all.get(0));
        table.closed(all.get(0));
        assertThat(table.admit(connection("d"))).isSameAs(all.get(1));
    }

    @Test
    void peerIsIpv4AddressOrIpv6Network() {
        assertThat(peer("192.0.2.1")).isEqualTo(peer("192.0.2.1")).isNotEqualTo(peer("192.0.2.2"));
        assertThat(peer("2001:db8::1")).isEqualTo(peer("2001:db8::ffff:0:0:2")).isNotEqualTo(peer("2001:db8:0:1::1"));
        assertThat(ConnectionGuard.peer(UnixDomainSocketAddress.of("x"))).isSameAs(ConnectionTable.NO_ADDRESS);
    }

    private static Object peer(String address) {
        return ConnectionGuard.peer(new InetSocketAddress(address, 1));
    }

    private List<Connection> full() {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(admitted(i < 5 ? "a" : "b"));
        }
        return all;
    }

    private Connection admitted(String peer) {
        Connection connection = connection(peer);
        assertThat(table.admit(connection)).isNull();
        return connection;
    }

    private void request(Connection connection) {
        table.begun(connection);
        table.ended(connection);
    }

    private static Connection connection(String peer) {
        return new Connection(peer, () -> {});
    }
}

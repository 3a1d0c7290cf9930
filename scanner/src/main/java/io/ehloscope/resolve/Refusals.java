package io.ehloscope.resolve;

import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsQueryLifecycleObserver;
import io.netty.resolver.dns.DnsQueryLifecycleObserverFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the error codes of name servers by name. Netty's resolver throws the same exception for a name without
 * addresses and for a name server that answers REFUSED, and only the first says something about the name. Thread-safe.
 */
final class Refusals implements DnsQueryLifecycleObserverFactory {

    private final Map<String, DnsResponseCode> codes = new ConcurrentHashMap<>();

    /** Returns and forgets the error code for the name; null if there is none. */
    @Nullable
    DnsResponseCode take(String name) {
        return codes.remove(name.endsWith(".") ? name : name + ".");
    }

    @Override
    public DnsQueryLifecycleObserver newDnsQueryLifecycleObserver(DnsQuestion question) {
        return new Observer(question.name());
    }

    /** Observes one query. */
    private final class Observer implements DnsQueryLifecycleObserver {
        private final String name;

        Observer(String name) {
            this.name = name;
        }

        @Override
        public DnsQueryLifecycleObserver queryNoAnswer(DnsResponseCode code) {
            if (!DnsResponseCode.NOERROR.equals(code) && !DnsResponseCode.NXDOMAIN.equals(code)) {
                codes.put(name, code);
            }
            return this;
        }

        @Override
        public void querySucceed() {
            codes.remove(name);
        }

        @Override
        public void queryWritten(InetSocketAddress dnsServerAddress, ChannelFuture future) {}

        @Override
        public void queryCancelled(int queriesRemaining) {}

        @Override
        public DnsQueryLifecycleObserver queryRedirected(List<InetSocketAddress> nameServers) {
            return this;
        }

        @Override
        public DnsQueryLifecycleObserver queryCNAMEd(DnsQuestion cnameQuestion) {
            return this;
        }

        @Override
        public void queryFailed(Throwable cause) {}
    }
}

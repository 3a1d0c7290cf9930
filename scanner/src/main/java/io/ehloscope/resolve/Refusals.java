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
 * Remembers which name servers would not answer about a name. The resolver beneath gives the same exception for a name
 * without addresses and for a name server that answers REFUSED; only one of these says something about the name.
 * Thread-safe.
 */
final class Refusals implements DnsQueryLifecycleObserverFactory {

    private final Map<String, DnsResponseCode> codes = new ConcurrentHashMap<>();

    /** What was answered about the name instead of an answer, forgotten by being told; null where nothing was. */
    @Nullable
    DnsResponseCode take(String name) {
        return codes.remove(name.endsWith(".") ? name : name + ".");
    }

    @Override
    public DnsQueryLifecycleObserver newDnsQueryLifecycleObserver(DnsQuestion question) {
        return new Observer(question.name());
    }

    /** One query. */
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

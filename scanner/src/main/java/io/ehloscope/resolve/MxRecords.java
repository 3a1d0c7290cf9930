package io.ehloscope.resolve;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Reads MX records (RFC 1035 section 3.3.9): a preference, lower first, and a host name. */
final class MxRecords {

    private record Mx(int preference, String host) {}

    private MxRecords() {}

    /** The hosts, most preferred first, each once, without their trailing dot; "" for the null MX. */
    static List<String> hosts(List<? extends DnsRecord> records) {
        List<String> hosts = records.stream()
                .filter(record -> DnsRecordType.MX.equals(record.type()) && record instanceof DnsRawRecord)
                .map(record -> read(((DnsRawRecord) record).content()))
                .sorted(Comparator.comparingInt(Mx::preference).thenComparing(Mx::host))
                .map(Mx::host)
                .distinct()
                .toList();
        List<String> named = hosts.stream().filter(host -> !host.isEmpty()).toList();
        return named.isEmpty() ? hosts : named; // the null MX is ignored beside others
    }

    private static Mx read(ByteBuf content) {
        ByteBuf data = content.duplicate();
        int preference = data.readUnsignedShort();
        String name = DefaultDnsRecordDecoder.decodeName(data).toLowerCase(Locale.ROOT);
        return new Mx(preference, name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }
}

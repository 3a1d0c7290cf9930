package io.ehloscope.storage;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Converts the values of a snapshot to JSON and back. Records are mapped by their components, so a new component needs
 * no change here. Components with {@link Nullable} may be absent, and so may {@link #ADDED} ones, which are then
 * empty; if any other is absent, the file is unreadable.
 */
final class SnapshotJson {

    /** The components that earlier versions did not write. */
    private static final Set<String> ADDED = Set.of(
            "Assessment.findings",
            "Settings.findings",
            "ScanSummary.targetsByFinding",
            "ScanSummary.targetsBySeverity");

    private final JsonMapper mapper = JsonMapper.builder()
            .annotationIntrospector(new Required())
            .changeDefaultVisibility(each -> each.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE)
                    .withGetterVisibility(JsonAutoDetect.Visibility.NONE)
                    .withFieldVisibility(JsonAutoDetect.Visibility.ANY))
            .changeDefaultPropertyInclusion(each -> each.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(ProbeOutcome.class, OutcomeForm.class)
            .addModule(new SimpleModule()
                    .addSerializer(VerbSet.class, new VerbSetWriter())
                    .addDeserializer(VerbSet.class, new VerbSetReader())
                    .addSerializer(InetSocketAddress.class, new PeerWriter())
                    .addDeserializer(InetSocketAddress.class, new PeerReader()))
            .build();

    /** The value as one line. */
    String text(Object value) {
        return mapper.writeValueAsString(value);
    }

    /** The value in a line. */
    <T> T value(String text, Class<T> type) {
        return mapper.readValue(text, type);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ended")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ProbeOutcome.Answered.class, name = "answered"),
        @JsonSubTypes.Type(value = ProbeOutcome.Failed.class, name = "failed"),
        @JsonSubTypes.Type(value = ProbeOutcome.Skipped.class, name = "skipped"),
        @JsonSubTypes.Type(value = ProbeOutcome.RuledOut.class, name = "ruled_out")
    })
    private interface OutcomeForm {}

    /** Components without {@link Nullable} are required. */
    private static final class Required extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            RecordComponent component = component(member);
            if (component == null) {
                return super.hasRequiredMarker(config, member);
            }
            return !component.getAnnotatedType().isAnnotationPresent(Nullable.class) && !isAdded(component);
        }

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated member) {
            RecordComponent component = component(member);
            return component != null && isAdded(component)
                    ? JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)
                    : super.findSetterInfo(config, member);
        }

        private static boolean isAdded(RecordComponent component) {
            return ADDED.contains(component.getDeclaringRecord().getSimpleName() + "." + component.getName());
        }

        /** The component that this parameter of the constructor of a record sets; null for anything else. */
        private static @Nullable RecordComponent component(Annotated member) {
            if (member instanceof AnnotatedParameter parameter
                    && parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor) {
                RecordComponent[] components = constructor.getDeclaringClass().getRecordComponents();
                return components == null ? null : components[parameter.getIndex()];
            }
            return null;
        }
    }

    private static final class VerbSetWriter extends ValueSerializer<VerbSet> {
        @Override
        public void serialize(VerbSet verbs, JsonGenerator json, SerializationContext context) {
            context.writeValue(json, verbs.list());
        }
    }

    private static final class VerbSetReader extends ValueDeserializer<VerbSet> {
        @Override
        public VerbSet deserialize(JsonParser json, DeserializationContext context) {
            return new VerbSet(List.of(context.readValue(json, Verb[].class)));
        }
    }

    /** Writes an address as its bytes, so that reading it looks up no name. */
    private static final class PeerWriter extends ValueSerializer<InetSocketAddress> {
        @Override
        public void serialize(InetSocketAddress peer, JsonGenerator json, SerializationContext context) {
            json.writeStartArray();
            json.writeBinary(peer.getAddress().getAddress());
            json.writeNumber(peer.getPort());
            json.writeEndArray();
        }
    }

    private static final class PeerReader extends ValueDeserializer<InetSocketAddress> {
        @Override
        public InetSocketAddress deserialize(JsonParser json, DeserializationContext context) {
            json.nextToken();
            byte[] address = json.getBinaryValue();
            json.nextToken();
            int port = json.getIntValue();
            json.nextToken();
            try {
                return new InetSocketAddress(InetAddress.getByAddress(address), port);
            } catch (UnknownHostException e) {
                return context.reportInputMismatch(this, "an address of %d bytes", address.length);
            }
        }
    }
}

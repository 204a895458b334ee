package stratoscope.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import stratoscope.profile.ProofPackets;
import stratoscope.record.JsonRecords;
import stratoscope.record.RecordSink;
import stratoscope.record.Timestamps;

/**
 * An alert as JSON: the record of its finding, with {@code event_type} {@code alert} and an object {@code alert} that has the members of
 * Suricata's besides ours. Pure ASCII, so that it passes through everything.
 */
final class AlertJson {
  /** What can be long, and is left out where there is no room. */
  private static final Set<String> LONG_MEMBERS =
      Set.of("users", "server_messages", "redirects", "password_options", "contradictions");
  /** Of texts, where there is no room; a character may need six bytes. */
  private static final int MAX_CUT_CHARS = 96;
  private static final JsonFactory JSON = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private AlertJson() {}

  /** The object without a line end; if it had more bytes than that, with its texts and lists cut, and marked as truncated. */
  static byte[] of(Alert alert, String sensor, int maxBytes) {
    try {
      byte[] whole = write(alert, sensor, false);
      return whole.length <= maxBytes ? whole : write(alert, sensor, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  private static byte[] write(Alert alert, String sensor, boolean isCut) throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream(4096);
    try (RecordSink records = JsonRecords.live(record)) {
      records.onMining(alert.finding(), new ProofPackets());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(record.size() + 512);
    try (JsonParser from = JSON.createParser(record.toByteArray()); JsonGenerator to = JSON.createGenerator(out)) {
      from.nextToken();
      to.writeStartObject();
      while (from.nextToken() == JsonToken.FIELD_NAME) {
        member(from, to, alert, sensor, isCut);
      }
      to.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void member(JsonParser from, JsonGenerator to, Alert alert, String sensor, boolean isCut) throws IOException {
    String name = from.currentName();
    from.nextToken();
    switch (name) {
      case "timestamp" -> to.writeStringField(name, Timestamps.rfc3339(alert.micros()));
      case "event_type" -> to.writeStringField(name, "alert");
      case "mining" -> {
        alert(to, alert, sensor, isCut);
        to.writeObjectFieldStart(name);
        mining(from, to, isCut);
        to.writeEndObject();
      }
      default -> {
        to.writeFieldName(name);
        to.copyCurrentStructure(from);
      }
    }
  }

  private static void mining(JsonParser from, JsonGenerator to, boolean isCut) throws IOException {
    while (from.nextToken() == JsonToken.FIELD_NAME) {
      String name = from.currentName();
      from.nextToken();
      if (name.equals("state") || (isCut && LONG_MEMBERS.contains(name))) {
        from.skipChildren();
      } else if (isCut && from.currentToken() == JsonToken.VALUE_STRING) {
        to.writeStringField(name, AlertText.cut(from.getText(), MAX_CUT_CHARS));
      } else if (isCut && name.equals("evidence")) {
        evidence(from, to);
      } else {
        to.writeFieldName(name);
        to.copyCurrentStructure(from);
      }
    }
  }

  /** Only the first sign. */
  private static void evidence(JsonParser from, JsonGenerator to) throws IOException {
    to.writeArrayFieldStart("evidence");
    boolean isFirst = true;
    while (from.nextToken() == JsonToken.START_OBJECT) {
      if (isFirst) {
        to.copyCurrentStructure(from);
      } else {
        from.skipChildren();
      }
      isFirst = false;
    }
    to.writeEndArray();
  }

  private static void alert(JsonGenerator to, Alert alert, String sensor, boolean isCut) throws IOException {
    to.writeObjectFieldStart("alert");
    to.writeStringField("event", alert.event().label());
    to.writeStringField("dedupe_key", alert.key());
    to.writeStringField("sensor", sensor);
    to.writeStringField("action", "allowed");
    to.writeStringField("signature", AlertText.signature(alert));
    to.writeStringField("category", "Cryptocurrency mining");
    to.writeNumberField("severity", AlertText.eveSeverity(alert.finding().verdict()));
    to.writeStringField("first_seen", Timestamps.rfc3339(alert.firstSeenMicros()));
    to.writeStringField("last_seen", Timestamps.rfc3339(alert.lastSeenMicros()));
    to.writeBooleanField("raised", alert.isRaised());
    to.writeNumberField("withheld", alert.withheld());
    if (isCut) {
      to.writeBooleanField("truncated", true);
    }
    to.writeEndObject();
  }
}

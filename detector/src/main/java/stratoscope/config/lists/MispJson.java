package stratoscope.config.lists;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads MISP's JSON: any object with a {@code type} and a {@code value} is an attribute, wherever it lies, unless it or what it lies in was
 * deleted, or it is a mere proposal, or an object of STIX; and lists of texts, which are hosts.
 */
final class MispJson {
  private static final JsonFactory JSON = new JsonFactory();
  /** What is read of an object; the parser passes over the rest, such as the samples that an event has attached. */
  private static final Set<String> MEMBERS = Set.of("type", "value", "category", "to_ids", "timestamp", "deleted", "id");

  private MispJson() {}

  /** An object that is read, and how many attributes there were before it. */
  private record Open(Map<String, String> members, int attributes) {}

  /** @throws IOException if it is no JSON, with the line, or can't be read */
  static void read(Reader in, ListSink sink) throws IOException {
    MispAttributes attributes = new MispAttributes();
    Deque<Open> objects = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals("ShadowAttribute")) {
          parser.nextToken();
          parser.skipChildren();
        } else if (token == JsonToken.START_OBJECT) {
          objects.push(new Open(new HashMap<>(), attributes.size()));
        } else if (token == JsonToken.END_OBJECT) {
          Open object = objects.pop();
          if (isOfStix(object)) {
            attributes.keep(object.attributes);
            if (objects.isEmpty()) {
              sink.refuse("objects of STIX are not read", parser.currentTokenLocation().getLineNr());
            }
          } else {
            add(object, parser.currentTokenLocation().getLineNr(), attributes);
          }
        } else if (token == JsonToken.VALUE_STRING && objects.isEmpty()) {
          HostText.read(parser.getText().strip(), null, parser.currentTokenLocation().getLineNr(), sink);
        } else if (token.isScalarValue() && !objects.isEmpty() && parser.currentName() != null && MEMBERS.contains(parser.currentName())) {
          objects.peek().members.put(parser.currentName(), parser.getText());
        }
      }
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw new IOException("broken JSON" + (place == null ? "" : " in line " + place.getLineNr()), e);
    }
    attributes.handOver(sink);
  }

  private static void add(Open object, long line, MispAttributes attributes) {
    String type = object.members.get("type");
    String value = object.members.get("value");
    if (isTrue(object.members.getOrDefault("deleted", ""))) {
      attributes.keep(object.attributes);
    } else if (type != null && value != null) {
      attributes.add(type, value, object.members.getOrDefault("category", ""), object.members.getOrDefault("to_ids", ""),
          CsvList.dayOf(object.members.getOrDefault("timestamp", "")), line);
    }
  }

  private static boolean isOfStix(Open object) {
    String type = object.members.get("type");
    return type != null && object.members.getOrDefault("id", "").startsWith(type + "--");
  }

  private static boolean isTrue(String text) {
    return text.equals("1") || text.equals("true");
  }
}

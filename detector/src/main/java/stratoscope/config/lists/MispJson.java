package stratoscope.config.lists;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Reads MISP's JSON: any object with a {@code type} and a {@code value} is an attribute, wherever it lies. */
final class MispJson {
  private static final JsonFactory JSON = new JsonFactory();

  private MispJson() {}

  /** @throws IOException if it is no JSON, with the line, or can't be read */
  static void read(Reader in, ListSink sink) throws IOException {
    MispAttributes attributes = new MispAttributes();
    Deque<Map<String, String>> objects = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          objects.push(new HashMap<>());
        } else if (token == JsonToken.END_OBJECT) {
          add(objects.pop(), parser.currentTokenLocation().getLineNr(), attributes);
        } else if (token.isScalarValue() && parser.currentName() != null && !objects.isEmpty()) {
          objects.peek().put(parser.currentName(), parser.getText());
        }
      }
    }
    attributes.handOver(sink);
  }

  private static void add(Map<String, String> object, long line, MispAttributes attributes) {
    String type = object.get("type");
    String value = object.get("value");
    if (type != null && value != null) {
      attributes.add(type, value, object.getOrDefault("to_ids", ""), CsvList.dayOf(object.getOrDefault("timestamp", "")), line);
    }
  }
}

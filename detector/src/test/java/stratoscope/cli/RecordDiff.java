package stratoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two lists of records told apart field by field, for people: {@code - } is what was expected, {@code + } what came. */
final class RecordDiff {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordDiff() {}

  /** One line for each field that differs; empty when none does. */
  static String of(List<String> expected, List<String> actual) throws IOException {
    Map<String, String> was = fields(expected);
    Map<String, String> is = fields(actual);
    StringBuilder diff = new StringBuilder();
    was.forEach((path, value) -> {
      if (!value.equals(is.get(path))) {
        diff.append("- ").append(path).append(" = ").append(value).append('\n');
        append(diff, path, is.get(path));
      }
    });
    is.forEach((path, value) -> {
      if (!was.containsKey(path)) {
        append(diff, path, value);
      }
    });
    return diff.toString();
  }

  private static void append(StringBuilder diff, String path, String value) {
    if (value != null) {
      diff.append("+ ").append(path).append(" = ").append(value).append('\n');
    }
  }

  private static Map<String, String> fields(List<String> lines) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : lines) {
      JsonNode record = JSON.readTree(line);
      String name = record.path("event_type").asText() + " " + record.path("src_ip").asText(record.at("/host/ip").asText(""));
      int count = seen.merge(name, 1, Integer::sum);
      flatten(name + (count > 1 ? " #" + count : ""), record, fields);
    }
    return fields;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> fields) {
    if (node.isValueNode() || node.isEmpty()) {
      fields.put(path, node.toString());
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(path + "[" + i + "]", node.get(i), fields);
      }
    } else {
      node.properties().forEach(field -> flatten(path + "." + field.getKey(), field.getValue(), fields));
    }
  }
}

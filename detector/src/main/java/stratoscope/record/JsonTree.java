package stratoscope.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads records back: JSON objects, one after another, as maps, lists, texts, numbers, truths. */
public final class JsonTree {
  private static final int MAX_DEPTH = 32;
  private static final JsonFactory JSON = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
      .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private JsonTree() {}

  /** Takes a record. */
  @FunctionalInterface
  public interface Sink {
    void onRecord(Map<String, @Nullable Object> record) throws IOException;
  }

  /**
   * Hands over all records of a stream, which it leaves open.
   *
   * @param name of the stream, for errors
   * @throws IOException if it can't be read; the message says where it is no JSON
   */
  public static void read(InputStream in, String name, Sink sink) throws IOException {
    try (JsonParser parser = JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw new IOException(name + ":" + parser.currentLocation().getLineNr() + ": no record of a scan: a JSON object is expected");
        }
        sink.onRecord(object(parser));
      }
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IOException(name + ":" + line + ": no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** One record; throws {@link IOException} with a reason if it is no JSON object. */
  public static Map<String, @Nullable Object> parse(String line) throws IOException {
    return parse(JSON.createParser(line));
  }

  /** The same of UTF-8. */
  public static Map<String, @Nullable Object> parse(byte[] line) throws IOException {
    return parse(JSON.createParser(line));
  }

  private static Map<String, @Nullable Object> parse(JsonParser opened) throws IOException {
    try (JsonParser parser = opened) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a JSON object is expected");
      }
      return object(parser);
    } catch (JsonProcessingException e) {
      throw new IOException("no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes what was read as JSON. */
  public static String toJson(@Nullable Object tree) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(text)) {
      write(g, tree);
    }
    return text.toString();
  }

  static void write(JsonGenerator g, @Nullable Object tree) throws IOException {
    if (tree instanceof Map<?, ?> map) {
      g.writeStartObject();
      for (Map.Entry<?, ?> member : map.entrySet()) {
        g.writeFieldName(String.valueOf(member.getKey()));
        write(g, member.getValue());
      }
      g.writeEndObject();
    } else if (tree instanceof List<?> list) {
      g.writeStartArray();
      for (Object element : list) {
        write(g, element);
      }
      g.writeEndArray();
    } else if (tree instanceof Long number) {
      g.writeNumber(number);
    } else if (tree instanceof Double number) {
      g.writeNumber(number);
    } else if (tree instanceof Boolean truth) {
      g.writeBoolean(truth);
    } else if (tree == null) {
      g.writeNull();
    } else {
      g.writeString(tree.toString());
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return members;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }

  /** What lies at the end of a way through maps; null if there is nothing. */
  public static @Nullable Object at(@Nullable Object tree, String... path) {
    Object value = tree;
    for (String name : path) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
  }

  /** The text there; null if there is none. */
  public static @Nullable String text(@Nullable Object tree, String... path) {
    return at(tree, path) instanceof String text ? text : null;
  }

  /** The number there; NaN if there is none. */
  public static double number(@Nullable Object tree, String... path) {
    return at(tree, path) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}

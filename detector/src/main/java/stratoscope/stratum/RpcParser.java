package stratoscope.stratum;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text into an {@link RpcMessage}, with Jackson's streaming parser inside fixed limits on depth, names, numbers and
 * strings. Belongs to one thread. What is no JSON object gives null.
 */
final class RpcParser {
  private static final int MAX_DEBRIS_BYTES = 8;
  private static final int MAX_NAME_CHARS = 128;
  private static final int MAX_NUMBER_CHARS = 80; // a 256-bit integer in decimal has 78 digits

  private final JsonFactory json;

  RpcParser(StratumOptions options) {
    json = JsonFactory.builder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(options.maxNesting())
            .maxStringLength(options.maxMessageBytes())
            .maxDocumentLength(options.maxMessageBytes())
            .maxNameLength(MAX_NAME_CHARS)
            .maxNumberLength(MAX_NUMBER_CHARS)
            .build())
        .build();
  }

  /** Null if the bytes are not exactly one JSON object within the limits. */
  @Nullable RpcMessage parse(byte[] bytes, int offset, int length) {
    try (JsonParser parser = json.createParser(bytes, offset, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      RpcMessage message = new RpcMessage(object(parser));
      return parser.nextToken() == null ? message : null;
    } catch (IOException e) {
      return null; // no JSON, or beyond a limit: the caller counts it as foreign
    }
  }

  private Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(8);
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      members.put(name, value(parser));
    }
    return members;
  }

  private List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>(8);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }

  private @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /** True unless JSON never begins like this: behind a brace come a name, white space or the closing brace. */
  static boolean mayBeginWith(ByteBuf data) {
    int at = data.readerIndex();
    byte first = data.isReadable() ? data.getByte(at) : (byte) ' ';
    return isBlank(first) || (first == '{' && (data.readableBytes() == 1 || isBehindBrace(data.getByte(at + 1))));
  }

  private static boolean isBehindBrace(byte b) {
    return isBlank(b) || b == '"' || b == '}';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\r' || b == '\n' || b == '\t';
  }

  /** True for the last few characters of a message, which some pools send in front of the next: {@code "}}. */
  static boolean isDebris(byte[] line, int offset, int length) {
    int end = offset;
    while (end < offset + length && line[end] > ' ') {
      end++;
    }
    return end > offset && end - offset <= MAX_DEBRIS_BYTES && line[end - 1] == '}' && (end == offset + length || line[end] != ' ');
  }
}

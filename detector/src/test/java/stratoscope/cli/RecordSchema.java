package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The published schema of all records, {@code schema/records.json}. */
public final class RecordSchema {
  private static final String PATH = "/schema/records.json";
  private static final JsonNode DOCUMENT = read();
  private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(VersionFlag.V202012)
      .getSchema(DOCUMENT, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());

  private RecordSchema() {}

  private static JsonNode read() {
    try (InputStream in = RecordSchema.class.getResourceAsStream(PATH)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode document() {
    return DOCUMENT;
  }

  /** What is wrong with a line; empty if nothing is. */
  static List<String> problems(String line) {
    return SCHEMA.validate(line, InputFormat.JSON).stream().map(ValidationMessage::getMessage).toList();
  }

  /** Fails unless the line is a record as published. */
  public static void check(String line) {
    assertThat(problems(line)).as("what schema%s finds in %s", PATH, line).isEmpty();
  }
}

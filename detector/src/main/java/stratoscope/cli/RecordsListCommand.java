package stratoscope.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import stratoscope.record.store.StoreException;

/** The command {@code records list}: shows the sessions of a store. */
@Command(
    name = "list",
    versionProvider = Main.Version.class,
    description = "Shows the sessions of a store, the newest last.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:wrong usage, or the store can't be read"})
final class RecordsListCommand implements Callable<Integer> {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<Listing.Column<Map<String, Object>>> COLUMNS = List.of(
      column("FIRST SEEN", "mining.first_seen", 27), column("LAST SEEN", "mining.last_seen", 27), column("VERDICT", "mining.verdict", 10),
      column("STATE", "mining.state", 6), column("MINER", "src_ip", 39), column("POOL", "dest_ip", 39), column("PORT", "dest_port", 5),
      column("NAME", "mining.pool", 24), column("DIALECT", "mining.dialect", 20), column("COIN", "mining.coin", 12),
      column("WALLET", "mining.wallet", 24), column("WORKER", "mining.worker", 16), column("AGENT", "mining.agent", 20),
      column("SHARES", "mining.shares.submitted", 9));

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Mixin
  private RecordOptions records = new RecordOptions();

  @Option(names = {"-n", "--count"}, paramLabel = "N", defaultValue = "100",
      description = "The last N of them; ${DEFAULT-VALUE} if not given.")
  private int count = 100;

  @Option(names = {"-f", "--format"}, paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table on a terminal and json elsewhere if not given.")
  private @Nullable ListFormat format;

  private static Listing.Column<Map<String, Object>> column(String title, String path, int maxChars) {
    return new Listing.Column<>(title, path.substring(path.lastIndexOf('.') + 1), maxChars, row -> row.get(path));
  }

  @Override
  public Integer call() {
    Deque<String> lines = new ArrayDeque<>();
    try {
      Numbers.check("--count", count, 1, Integer.MAX_VALUE);
      records.read("mining", (number, line, hash) -> {
        lines.add(line);
        if (lines.size() > count) {
          lines.remove();
        }
      });
      List<Map<String, Object>> rows = new ArrayList<>();
      for (String line : lines) {
        rows.add(values(line));
      }
      new Listing<>(COLUMNS).print(rows, ListFormat.or(format), spec.commandLine().getOut());
      return 0;
    } catch (StoreException | CommandException e) {
      Main.complain(spec.commandLine().getErr(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      Main.complain(spec.commandLine().getErr(), "the store holds a record that is no JSON: see 'records verify'");
    }
    return Main.FAILED;
  }

  /** All texts and numbers of a record under their paths; those inside lists are left out. */
  private static Map<String, Object> values(String line) throws IOException {
    Map<String, Object> values = new HashMap<>();
    Deque<String> path = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_ARRAY) {
          parser.skipChildren();
        } else if (token == JsonToken.START_OBJECT && parser.getParsingContext().getParent().getCurrentName() != null) {
          path.addLast(parser.getParsingContext().getParent().getCurrentName() + ".");
        } else if (token == JsonToken.END_OBJECT && !path.isEmpty()) {
          path.removeLast();
        } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          values.put(String.join("", path) + parser.currentName(), value(parser, token));
        }
      }
    }
    return values;
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
    return token == JsonToken.VALUE_NUMBER_INT ? (Object) parser.getLongValue() : parser.getText();
  }
}

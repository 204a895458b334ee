package stratoscope.names;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rows of a pool directory, as columns: a million of them are a dozen arrays and not ten million objects. One thread while it is
 * filled, then immutable.
 */
final class PoolRows {
  /** Three days of each, and room for half as many more, must fit into an array. */
  private static final int MAX_ROWS = 1 << 28;
  private static final Confidence[] CONFIDENCES = Confidence.values();
  /** First seen, last seen, expires. */
  private static final int DAYS = 3;
  private static final String BETWEEN_COINS = ";";

  private Texts indicators = new Texts();
  private final WordColumn<Ports> ports = new WordColumn<>();
  private final WordColumn<String> pools = new WordColumn<>();
  private final WordColumn<List<String>> coins = new WordColumn<>();
  private final WordColumn<PoolSource> sources = new WordColumn<>();
  /** Kinds, and confidence above them. */
  private byte[] kinds = new byte[64];
  private int[] days = new int[DAYS * 64];

  void add(PoolEntry entry) {
    int row = indicators.size();
    if (row == MAX_ROWS) {
      throw new IllegalArgumentException("more than " + MAX_ROWS + " rows");
    }
    if (row == kinds.length) {
      kinds = Arrays.copyOf(kinds, row + row / 2);
      days = Arrays.copyOf(days, DAYS * kinds.length);
    }
    indicators.add(entry.indicator());
    ports.add(entry.ports().isEmpty() ? null : entry.ports());
    pools.add(entry.pool());
    coins.add(entry.coins().isEmpty() ? null : entry.coins());
    sources.add(entry.source());
    kinds[row] = (byte) (PoolKind.maskOf(entry.kinds()) | (entry.confidence().code() << PoolKind.COUNT));
    days[DAYS * row] = entry.firstSeen();
    days[DAYS * row + 1] = entry.lastSeen();
    days[DAYS * row + 2] = entry.expires();
  }

  void trim() {
    indicators.trim();
    ports.trim();
    pools.trim();
    coins.trim();
    sources.trim();
    kinds = Arrays.copyOf(kinds, indicators.size());
    days = Arrays.copyOf(days, DAYS * indicators.size());
  }

  int size() {
    return indicators.size();
  }

  Texts indicators() {
    return indicators;
  }

  Ports ports(int row) {
    Ports said = ports.get(row);
    return said == null ? Ports.NONE : said;
  }

  /** Bits of {@link PoolKind}. */
  int kindMask(int row) {
    return kinds[row] & ((1 << PoolKind.COUNT) - 1);
  }

  PoolEntry entry(int row) {
    return new PoolEntry(indicators.get(row), ports(row), PoolKind.setOf(kindMask(row)), pools.get(row),
        Objects.requireNonNullElse(coins.get(row), List.of()), CONFIDENCES[(kinds[row] & 0xFF) >>> PoolKind.COUNT],
        days[DAYS * row], days[DAYS * row + 1], days[DAYS * row + 2], sources.get(row));
  }

  /** Writes what {@link #unpack} reads, column by column. */
  void pack(DataOutputStream out) throws IOException {
    int size = size();
    out.writeInt(size);
    out.writeInt(indicators.bytes().length);
    out.write(indicators.bytes());
    for (int end : indicators.ends()) {
      out.writeInt(end);
    }
    ports.pack(out, Ports::toString);
    pools.pack(out, pool -> pool);
    coins.pack(out, list -> String.join(BETWEEN_COINS, list));
    sources.pack(out, PoolSource::id);
    out.write(kinds);
    for (int day : days) {
      out.writeInt(day);
    }
  }

  /** @param known sources by id; loops, since lambdas take milliseconds to set up, in each run */
  static PoolRows unpack(ByteBuffer in, Map<String, PoolSource> known) {
    PoolRows rows = new PoolRows();
    int size = in.getInt();
    byte[] texts = new byte[in.getInt()];
    in.get(texts);
    rows.indicators = new Texts(texts, ints(in, size), size);
    List<Ports> ports = new ArrayList<>();
    for (String text : WordColumn.texts(in)) {
      ports.add(Ports.parse(text));
    }
    rows.ports.unpack(in, size, ports);
    rows.pools.unpack(in, size, WordColumn.texts(in));
    List<List<String>> coins = new ArrayList<>();
    for (String text : WordColumn.texts(in)) {
      coins.add(List.of(text.split(BETWEEN_COINS, -1)));
    }
    rows.coins.unpack(in, size, coins);
    List<PoolSource> sources = new ArrayList<>();
    for (String id : WordColumn.texts(in)) {
      sources.add(PoolSource.of(id, known));
    }
    rows.sources.unpack(in, size, sources);
    rows.kinds = new byte[size];
    in.get(rows.kinds);
    rows.days = ints(in, DAYS * size);
    return rows;
  }

  private static int[] ints(ByteBuffer in, int count) {
    int[] ints = new int[count];
    in.asIntBuffer().get(ints);
    in.position(in.position() + count * Integer.BYTES);
    return ints;
  }
}

package stratoscope.names;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/**
 * Which host names and addresses belong to mining pools. Immutable, and safe for many threads. Look-ups make no objects and take the
 * same steps whether there are a thousand rows or a million; of a million most are not in the processor's caches.
 *
 * <p>A name stands for itself and for all names below it, one that is written {@code =host} for itself only. The row that says most wins:
 * an exact one, then the longest. Names below a row are looked at once more: {@code www}, {@code api} and the like are no pool but its web
 * site, and name servers and mail hosts are nothing ({@link WebLabels}), unless a row of their own says otherwise. Browser miners are
 * spared this: their web hosts are what serves the miner.
 *
 * <p>Of addresses the longest prefix wins. There a row with ports stands for these only. One of IPv6 that stands for one of IPv4 (NAT64) is
 * looked for as that, too.
 */
public final class PoolDirectory {
  /** What a look-up gives that finds nothing. */
  public static final int NONE = -1;
  public static final PoolDirectory EMPTY = new Builder(WebLabels.NONE).build();

  private static final int MAX_NAME_BYTES = 253;
  private static final char EXACT_SIGN = '=';
  private static final byte SUFFIX = 0;
  private static final byte EXACT = 1;
  private static final byte ADDRESS = 2;

  private final PoolRows rows;
  private final WebLabels webLabels;
  private final NameTable exact;
  private final NameTable suffixes;
  private final AddressTable addresses;
  /** The next row of the same name; -1 at the end. */
  private final int[] next;
  /** Bit n is set if a suffix has n labels; bit 63 stands for all that are longer. */
  private long suffixDepths;

  private PoolDirectory(PoolRows rows, WebLabels webLabels) {
    this.rows = rows;
    this.webLabels = webLabels;
    byte[] shapes = new byte[rows.size()];
    int[] counts = new int[ADDRESS + 1];
    for (int row = 0; row < shapes.length; row++) {
      shapes[row] = shape(row);
      counts[shapes[row]]++;
    }
    long seed = ThreadLocalRandom.current().nextLong();
    suffixes = new NameTable(rows.indicators(), 0, counts[SUFFIX], seed);
    exact = new NameTable(rows.indicators(), 1, counts[EXACT], seed);
    addresses = new AddressTable(seed);
    next = new int[rows.size()];
    for (int row = rows.size() - 1; row >= 0; row--) {
      put(row, shapes[row]);
    }
  }

  /** Rows come from the last to the first, so that the first of equals stands in front. */
  private void put(int row, int shape) {
    if (shape == ADDRESS) {
      addresses.putFirst(AddressRange.parse(rows.indicators().get(row)), row);
    } else if (shape == EXACT) {
      next[row] = exact.put(row);
    } else {
      next[row] = suffixes.put(row);
      suffixDepths |= 1L << Math.min(63, labels(row));
    }
  }

  /** Takes rows one by one. One thread. */
  public static final class Builder {
    private final PoolRows rows = new PoolRows();
    private final WebLabels webLabels;

    public Builder(WebLabels webLabels) {
      this.webLabels = webLabels;
    }

    /**
     * Adds a row; of equals the first wins.
     *
     * @param entry its indicator need not be normalised
     * @throws IllegalArgumentException if its indicator is none, with a reason for people
     */
    public void add(PoolEntry entry) {
      String indicator = normalise(entry.indicator());
      rows.add(indicator.equals(entry.indicator()) ? entry : entry.withIndicator(indicator));
    }

    public PoolDirectory build() {
      rows.trim();
      return new PoolDirectory(rows, webLabels);
    }
  }

  /**
   * The form of an indicator in which it is kept.
   *
   * @throws IllegalArgumentException if it is none, with a reason for people
   */
  public static String normalise(String indicator) {
    if (AddressRange.isAddressLike(indicator)) {
      return AddressRange.parse(indicator).toString();
    }
    boolean isExact = indicator.charAt(0) == EXACT_SIGN;
    String name = HostName.normalise(isExact ? indicator.substring(1) : indicator);
    return isExact ? EXACT_SIGN + name : name;
  }

  /** What a row's indicator is. Of addresses only the whole text tells: names may begin with digits, too. */
  private byte shape(int row) {
    Texts texts = rows.indicators();
    if (texts.bytes()[texts.start(row)] == EXACT_SIGN) {
      return EXACT;
    }
    return AddressRange.isAddressLike(texts.bytes(), texts.start(row), texts.end(row)) ? ADDRESS : SUFFIX;
  }

  private int labels(int row) {
    int labels = 1;
    for (int i = rows.indicators().start(row); i < rows.indicators().end(row); i++) {
      labels += rows.indicators().bytes()[i] == '.' ? 1 : 0;
    }
    return labels;
  }

  /**
   * Looks up a host name in ASCII, whatever its case, with or without a dot at its end, by its hash alone: to see what deserves a closer
   * look. Of a billion names that are not listed about one is found all the same, as are such with certain bytes that no name has; what
   * accuses somebody rests on {@link #byName} or {@link #entryAt}, which compare letters.
   *
   * @param port 0 if not known; among rows of the same name one that lists the port wins, else the first
   * @return an index for {@link #entry}, or {@link #NONE}
   */
  public int screen(byte[] text, int from, int to, int port) {
    int end = endOf(text, from, to);
    if (end <= from || end - from > MAX_NAME_BYTES) {
      return NONE;
    }
    int best = NONE;
    int bestFrom = end;
    int depth = 1;
    long hash = suffixes.start();
    long word = 0;
    for (int at = end; at > from; at -= Long.BYTES) {
      word = NameTable.word(text, from, at);
      for (long dots = NameTable.dots(word); dots != 0; depth++) {
        int bits = Long.numberOfLeadingZeros(dots); // behind the dot
        dots ^= Long.MIN_VALUE >>> bits;
        int found = isSuffixDepth(depth) ? suffixes.screen(NameTable.end(hash, word & ~(-1L >>> bits))) : NONE;
        if (found >= 0) {
          best = found;
          bestFrom = at - bits / Byte.SIZE;
        }
      }
      if (at - from >= Long.BYTES) {
        hash = NameTable.step(hash, word);
        word = 0;
      }
    }
    hash = NameTable.end(hash, word);
    int whole = exact.screen(hash);
    if (whole >= 0) {
      return withPort(exact, whole, port);
    }
    whole = isSuffixDepth(depth) ? suffixes.screen(hash) : NONE;
    if (whole >= 0) {
      return withPort(suffixes, whole, port);
    }
    return best < 0 ? NONE : below(withPort(suffixes, best, port), text, from, bestFrom - 1);
  }

  /**
   * Looks up a host name like {@link #screen}, and compares letters.
   *
   * @return an index for {@link #entry}, or {@link #NONE}
   */
  public int byName(String name, int port) {
    byte[] text = name.getBytes(ISO_8859_1);
    int index = screen(text, 0, text.length, port);
    return index < 0 || isNamed(index < size() ? index : index - size(), text) ? index : NONE;
  }

  /** True if a name is that of a row, or one below it. */
  private boolean isNamed(int row, byte[] text) {
    int end = endOf(text, 0, text.length);
    int from = end - rows.indicators().length(row);
    return from < 0 ? exact.isName(row, text, 0, end)
        : suffixes.isName(row, text, from, end) && (from == 0 || text[from - 1] == '.');
  }

  /**
   * The row that says most of a name at a time: of the rows that {@link #byName} chooses from those that have not expired, and of equals
   * among them the strongest; its operator is that of a row above it, where its own names none. Makes an object.
   *
   * @param port 0 if not known
   * @return null if none says anything
   */
  public @Nullable PoolEntry entryAt(String name, int port, long timestampMicros) {
    byte[] text = name.getBytes(ISO_8859_1);
    if (screen(text, 0, text.length, port) == NONE) {
      return null;
    }
    int end = endOf(text, 0, text.length);
    int row = strongest(exact, text, 0, end, port, timestampMicros);
    for (int from = 0; row < 0 && from < end; from++) {
      if (from == 0 || text[from - 1] == '.') {
        int suffix = strongest(suffixes, text, from, end, port, timestampMicros);
        row = suffix < 0 || from == 0 ? suffix : below(suffix, text, 0, from - 1);
        if (suffix >= 0) {
          break;
        }
      }
    }
    return row < 0 ? null : withOperator(entry(row), text, end, timestampMicros);
  }

  /** The same row; if it names no operator, with that of the nearest row for all below a name that does. */
  private PoolEntry withOperator(PoolEntry entry, byte[] text, int end, long timestampMicros) {
    String pool = entry.pool();
    for (int from = 0; pool == null && from < end; from++) {
      if (from == 0 || text[from - 1] == '.') {
        int above = strongest(suffixes, text, from, end, 0, timestampMicros);
        pool = above < 0 ? null : rows.entry(above).pool();
      }
    }
    return pool == null ? entry : entry.of(pool);
  }

  /** The strongest row of that very name; {@link #NONE} if it has none that counts. */
  private int strongest(NameTable table, byte[] text, int from, int to, int port, long timestampMicros) {
    int slot = table.find(table.hash(text, from, to), text, from, to);
    int best = NONE;
    for (int row = slot < 0 ? NONE : table.row(slot); row >= 0; row = next[row]) {
      best = better(best, row, port, timestampMicros);
    }
    return best;
  }

  /** Which of two rows of the same host: the one that lists the port, else the first, but for a stronger one of the same kind. */
  private int better(int first, int second, int port, long timestampMicros) {
    double strength = rows.entry(second).strengthAt(timestampMicros);
    if (strength <= 0 || first < 0) {
      return strength <= 0 ? first : second;
    }
    boolean isListed = port > 0 && rows.ports(second).contains(port);
    if (isListed != (port > 0 && rows.ports(first).contains(port))) {
      return isListed ? second : first;
    }
    boolean isStronger = rows.kindMask(first) == rows.kindMask(second) && strength > rows.entry(first).strengthAt(timestampMicros);
    return isStronger ? second : first;
  }

  /** Where a name ends without the dot that may be written behind it. */
  private static int endOf(byte[] text, int from, int to) {
    return to > from && text[to - 1] == '.' ? to - 1 : to;
  }

  private boolean isSuffixDepth(int depth) {
    return ((suffixDepths >>> Math.min(63, depth)) & 1) != 0;
  }

  private int withPort(NameTable table, int slot, int port) {
    int first = table.row(slot);
    if (port > 0 && table.hasMany(slot)) {
      for (int row = first; row >= 0; row = next[row]) {
        if (rows.ports(row).contains(port)) {
          return row;
        }
      }
    }
    return first;
  }

  /** What a name is that stands below a row's, by the labels in front of that. */
  private int below(int row, byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (HostNames.lowerInName(text[i]) == 0) {
        return NONE;
      }
    }
    if ((rows.kindMask(row) & PoolKind.BROWSER_MINER.bit()) != 0) {
      return row;
    }
    return switch (webLabels.of(text, from, to)) {
      case WebLabels.OTHER -> row;
      case WebLabels.WEB -> row + size();
      default -> NONE;
    };
  }

  /**
   * Looks up an address, in the halves of {@link stratoscope.packet.IpAddress}.
   *
   * @param port 0 if not known: then rows with ports do not match
   * @return an index for {@link #entry}, or {@link #NONE}
   */
  public int byAddress(long high, long low, int port) {
    int row = rowAt(high, low, port);
    return row == NONE && IpAddress.isTranslated(high, low) ? rowAt(0, IpAddress.translatedLow(low), port) : row;
  }

  private int rowAt(long high, long low, int port) {
    for (int bits : addresses.lengthsFor(high, low)) {
      int any = NONE;
      for (int chain = addresses.find(high, low, bits); chain >= 0; chain = addresses.next(chain)) {
        int row = addresses.row(chain);
        Ports ports = rows.ports(row);
        if (ports.contains(port)) {
          return row;
        }
        if (any < 0 && ports.isEmpty()) {
          any = row;
        }
      }
      if (any >= 0) {
        return any;
      }
    }
    return NONE;
  }

  /**
   * The row that says most of an address at a time, chosen like that of a name.
   *
   * @param port 0 if not known: then rows with ports do not match
   * @return null if none says anything
   */
  public @Nullable PoolEntry entryAt(IpAddress address, int port, long timestampMicros) {
    for (int bits : addresses.lengthsFor(address.high(), address.low())) {
      int best = NONE;
      for (int chain = addresses.find(address.high(), address.low(), bits); chain >= 0; chain = addresses.next(chain)) {
        Ports ports = rows.ports(addresses.row(chain));
        if (ports.isEmpty() || ports.contains(port)) {
          best = better(best, addresses.row(chain), port, timestampMicros);
        }
      }
      if (best >= 0) {
        return rows.entry(best);
      }
    }
    IpAddress ipv4 = address.translated();
    return ipv4.equals(address) ? null : entryAt(ipv4, port, timestampMicros);
  }

  /** The row behind an index that a look-up gave. A web host below a pool's domain gives the pool's row as {@code pool-website}. */
  public PoolEntry entry(int index) {
    return index < size() ? rows.entry(index) : rows.entry(index - size()).as(PoolKind.POOL_WEBSITE);
  }

  /** How many rows there are; their indices are below it. */
  public int size() {
    return rows.size();
  }

  /** Writes the rows in the form that {@link #unpack} reads: their columns. */
  public void pack(DataOutputStream out) throws IOException {
    rows.pack(out);
  }

  /**
   * A directory that was packed.
   *
   * @param sources those known, by id
   */
  public static PoolDirectory unpack(ByteBuffer in, WebLabels webLabels, Map<String, PoolSource> sources) {
    return new PoolDirectory(PoolRows.unpack(in, sources), webLabels);
  }
}

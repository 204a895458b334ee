package stratoscope.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stratoscope.names.AddressRange;

/**
 * Writes small databases in MaxMind's format (MaxMind DB File Format Specification 2.0): a tree of addresses with records of 32 bits,
 * the data, the metadata. IPv4 addresses lie below ::/96.
 */
final class MmdbFile {
  private static final byte[] MARKER = {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'};
  private static final int EMPTY = -1;
  /** Says that one more byte tells by how much a text is longer. */
  private static final int LONG_TEXT = 29;

  /** Two for each node: another node, {@link #EMPTY}, or below that a place in the data. */
  private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  MmdbFile put(String prefix, Map<String, ?> record) {
    int at = data.size();
    value(record, data);
    AddressRange.parse(prefix).forEachPrefix((high, low, bits) -> {
      boolean isIpv4 = high == 0 && low >>> 32 == 0xFFFF;
      put(high, isIpv4 ? low & 0xFFFF_FFFFL : low, bits, -2 - at);
    });
    return this;
  }

  private void put(long high, long low, int bits, int target) {
    int node = 0;
    for (int i = 0; i < bits - 1; i++) {
      int side = bit(high, low, i);
      if (nodes.get(node)[side] < 0) {
        nodes.add(new int[] {EMPTY, EMPTY});
        nodes.get(node)[side] = nodes.size() - 1;
      }
      node = nodes.get(node)[side];
    }
    nodes.get(node)[bit(high, low, bits - 1)] = target;
  }

  private static int bit(long high, long low, int index) {
    return (int) ((index < 64 ? high >>> (63 - index) : low >>> (127 - index)) & 1);
  }

  Path write(Path file, String type) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int side : node) {
        int record = side == EMPTY ? nodes.size() : side < EMPTY ? nodes.size() + 16 + (-2 - side) : side;
        for (int shift = 24; shift >= 0; shift -= 8) {
          out.write(record >>> shift);
        }
      }
    }
    out.writeBytes(new byte[16]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(MARKER);
    value(Map.of("binary_format_major_version", 2L, "binary_format_minor_version", 0L, "build_epoch", 1_700_000_000L,
        "database_type", type, "description", Map.of("en", "made up"), "ip_version", 6L, "languages", List.of("en"),
        "node_count", (long) nodes.size(), "record_size", 32L), out);
    return Files.write(file, out.toByteArray());
  }

  private static void value(Object value, ByteArrayOutputStream out) {
    if (value instanceof Map<?, ?> map) {
      out.write(7 << 5 | map.size());
      map.forEach((key, member) -> {
        value(key, out);
        value(member, out);
      });
    } else if (value instanceof List<?> list) {
      out.write(list.size());
      out.write(11 - 7);
      list.forEach(element -> value(element, out));
    } else if (value instanceof Long number) {
      out.write(6 << 5 | 4);
      for (int shift = 24; shift >= 0; shift -= 8) {
        out.write((int) (number >>> shift));
      }
    } else {
      byte[] bytes = String.valueOf(value).getBytes(UTF_8);
      out.write(2 << 5 | Math.min(bytes.length, LONG_TEXT));
      if (bytes.length >= LONG_TEXT) {
        out.write(bytes.length - LONG_TEXT);
      }
      out.writeBytes(bytes);
    }
  }
}

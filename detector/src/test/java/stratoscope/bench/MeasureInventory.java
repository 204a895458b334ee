package stratoscope.bench;

import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Random;
import stratoscope.inventory.Inventory;
import stratoscope.inventory.InventoryException;
import stratoscope.inventory.InventoryFiles;

/**
 * Measures an inventory of so many prefixes, half IPv4 and half IPv6, with every column filled: how long it takes to load, its memory,
 * and what a look-up costs, at random places. Loading is wall time and the thread's processor time, since others may be at work, and half
 * of the sorting is another thread's; a look-up is processor time. Its argument is how many.
 */
public final class MeasureInventory {
  private static final int ROUNDS = 5;
  private static final int ASKED = 1 << 20;
  private static final long MICROS = 1_700_000_000_000_000L;

  private MeasureInventory() {}

  public static void main(String[] arguments) throws IOException, InventoryException {
    int count = Integer.parseInt(arguments[0]);
    Path file = Files.createTempFile("inventory", ".csv");
    fill(file, count);
    System.out.printf(Locale.ROOT, "file: %d MB%n", Files.size(file) >> 20);
    for (int round = 0; round < ROUNDS; round++) {
      long wall = System.nanoTime();
      long start = cpuNanos();
      Inventory inventory = new InventoryFiles(ZoneOffset.UTC).read(file);
      double seconds = (cpuNanos() - start) / 1e9;
      double wallSeconds = (System.nanoTime() - wall) / 1e9;
      System.gc();
      System.out.printf(Locale.ROOT, "load: %.2f s (processor %.2f), %,d rows, heap %d MB; look-up: IPv4 %.0f ns, IPv6 %.0f ns%n",
          wallSeconds, seconds, inventory.rows(),
          (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20, nanos(inventory, count, true),
          nanos(inventory, count, false));
    }
    Files.delete(file);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Writes prefixes in random order: two in three from /24 to /32 and from /48 to /64, the others inside of them. */
  static void fill(Path file, int count) throws IOException {
    Random random = new Random(1);
    try (Writer csv = Files.newBufferedWriter(file)) {
      csv.write("prefix,owner,nature,region,site,account,tariff_class,valid_from,valid_to,contact\n");
      for (int i = 0; i < count; i++) {
        int bits = (int) (0x0A00_0000L + random.nextInt(1 << 28));
        int length = i % 3 == 0 ? 29 + random.nextInt(4) : 24 + random.nextInt(8);
        int first = bits & (-1 << (32 - length));
        csv.write(i % 2 == 0
            ? (first >>> 24) + "." + (first >> 16 & 255) + "." + (first >> 8 & 255) + "." + (first & 255) + "/" + length
            : "2408:" + Integer.toHexString(bits >>> 16) + ":" + Integer.toHexString(bits & 0xFFFF) + "::/48");
        csv.write(",Owner " + i % 20_000 + ",enterprise,Zhejiang,Site " + i % 5000 + ",acc-" + i + ",general,2023-01-01,"
            + (i % 5 == 0 ? "2024-06-30" : "") + ",ops" + i % 20_000 + "@example.org\n");
      }
    }
  }

  static double nanos(Inventory inventory, int count, boolean isIpv4) {
    Random random = new Random(2);
    long[] asked = new long[1 << 16];
    for (int i = 0; i < asked.length; i++) {
      asked[i] = 0x0A00_0000L + random.nextInt(1 << 28);
    }
    long start = cpuNanos();
    long found = 0;
    for (int i = 0; i < ASKED; i++) {
      long bits = asked[i & asked.length - 1] ^ (i >>> 16 & 7) << 9;
      long high = isIpv4 ? 0 : 0x2408L << 48 | bits << 16;
      found += inventory.rowOf(high, isIpv4 ? 0xFFFF_0000_0000L | bits : 1, MICROS) >= 0 ? 1 : 0;
    }
    double nanos = (cpuNanos() - start) / (double) ASKED;
    if (found < ASKED / 1000 && count > 100_000) {
      throw new IllegalStateException("only " + found + " found");
    }
    return nanos;
  }
}

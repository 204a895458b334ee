package stratoscope.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.names.PoolDirectory;

/**
 * Measures a pool directory of so many names and as many addresses: how long its CSV files take to load, how much memory it takes, and
 * what a look-up costs in random order: as a wire asks, where one in a hundred is listed; of nothing but what is not listed; and the worst,
 * of nothing but listed ones, each another, so that none is in the processor's caches. For the latter it says what one access to main
 * memory costs here. Its arguments are the folder {@code rules/} and how many.
 */
public final class MeasurePools {
  private static final int ROUNDS = 5;
  private static final int ASKED = 1 << 20;
  private static final int LISTED_ONE_IN = 100;
  /** Low halves of the first listed address, 1.0.0.0, and of others. */
  private static final long LISTED = 0xFFFF_0100_0000L;
  private static final long OTHERS = 0xFFFF_5000_0000L;

  private MeasurePools() {}

  public static void main(String[] arguments) throws IOException, RuleFileException {
    Path folder = Files.createTempDirectory("pools");
    int count = Integer.parseInt(arguments[1]);
    fill(Path.of(arguments[0]), folder, count);
    long start = System.nanoTime();
    PoolDirectory pools = RuleFiles.load(folder).pools();
    System.out.printf(Locale.ROOT, "load: %.2f s, %,d rows%n", (System.nanoTime() - start) / 1e9, pools.size());
    System.gc();
    System.out.printf(Locale.ROOT, "heap: %d MB%n", (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    byte[][] none = names(count, Integer.MAX_VALUE);
    byte[][] mixed = names(count, LISTED_ONE_IN);
    byte[][] all = names(count, 1);
    for (int round = 0; round < ROUNDS; round++) {
      System.out.printf(Locale.ROOT, "name: mixed %.0f ns, none listed %.0f ns, all listed %.0f ns; address: mixed %.0f ns, none listed "
              + "%.0f ns, all listed %.0f ns; main memory %.0f ns%n",
          nanosByName(pools, mixed), nanosByName(pools, none), nanosByName(pools, all), nanosByAddress(pools, count, LISTED_ONE_IN),
          nanosByAddress(pools, count, Integer.MAX_VALUE), nanosByAddress(pools, count, 1), nanosOfMemory());
    }
  }

  /** What it takes to follow one reference in an array as large as the directory. */
  private static double nanosOfMemory() {
    int[] next = new int[1 << 25];
    for (int i = 0; i < next.length; i++) {
      next[i] = (int) ((i * 0x5851_F42DL + 0x2545_F491L) & (next.length - 1)); // a full cycle: odd step of a linear generator
    }
    long start = System.nanoTime();
    int at = 0;
    for (int i = 0; i < ASKED; i++) {
      at = next[at];
    }
    return (System.nanoTime() - start) / (double) ASKED + (at == 1 ? 1 : 0);
  }

  /** Makes a folder of rules with so many names and as many addresses. */
  static void fill(Path rules, Path folder, int count) throws IOException {
    try (Stream<Path> files = Files.walk(rules)) {
      for (Path file : files.filter(each -> Files.isRegularFile(each) && !each.toString().endsWith(".csv")).toList()) {
        Path copy = folder.resolve(rules.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    String header = "indicator,ports,kind,pool,coins,confidence,first_seen,last_seen,expires,source\n";
    try (Writer names = Files.newBufferedWriter(folder.resolve("pools/names.csv"));
        Writer addresses = Files.newBufferedWriter(folder.resolve("pools/addresses.csv"))) {
      names.write(header);
      addresses.write(header);
      for (int i = 0; i < count; i++) {
        String rest = ",pool,Pool " + i % 5000 + ",XMR;BTC,likely,2026-0" + (1 + i % 9) + "-11,2026-10-11,2028-10-11,maltrail\n";
        names.write(name("pool", i) + "," + (i % 3 == 0 ? "3333;4444" : "") + rest);
        addresses.write("1." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255) + "," + (i % 3 == 0 ? "3333" : "") + rest);
      }
    }
  }

  static String name(String what, int number) {
    return what + Integer.toString(number * 7 % 1_000_003, 36) + ".eu" + number % 9 + ".example" + number + ".org";
  }

  private static byte[][] names(int count, int listedOneIn) {
    byte[][] names = new byte[ASKED][];
    Random random = new Random(1);
    for (int i = 0; i < names.length; i++) {
      names[i] = name(i % listedOneIn == 0 && listedOneIn < ASKED ? "pool" : "site", random.nextInt(count)).getBytes(US_ASCII);
    }
    return names;
  }

  private static double nanosByName(PoolDirectory pools, byte[][] names) {
    long start = System.nanoTime();
    long sum = 0;
    for (byte[] name : names) {
      sum += pools.screen(name, 0, name.length, 3333);
    }
    return (System.nanoTime() - start) / (double) names.length + (sum == 1 ? 1 : 0);
  }

  private static double nanosByAddress(PoolDirectory pools, int count, int listedOneIn) {
    long start = System.nanoTime();
    long sum = 0;
    for (int i = 0; i < ASKED; i++) {
      long low = i % listedOneIn == 0 ? LISTED : OTHERS;
      sum += pools.byAddress(0, low + (i * 0x9E37_79B1L & 0xF_FFFF) % count, 3333);
    }
    return (System.nanoTime() - start) / (double) ASKED + (sum == 1 ? 1 : 0);
  }
}

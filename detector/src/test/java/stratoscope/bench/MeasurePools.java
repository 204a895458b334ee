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
 * what a look-up costs, of listed ones and of others, in random order. Its arguments are the folder {@code rules/} and how many.
 */
public final class MeasurePools {
  private static final int ROUNDS = 5;
  private static final int ASKED = 1 << 20;

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
    byte[][] listed = names("pool", count);
    byte[][] others = names("site", count);
    for (int round = 0; round < ROUNDS; round++) {
      System.out.printf(Locale.ROOT, "name hit %.0f ns, miss %.0f ns; address hit %.0f ns, miss %.0f ns%n", nanosByName(pools, listed),
          nanosByName(pools, others), nanosByAddress(pools, 0xFFFF_0100_0000L, count), nanosByAddress(pools, 0xFFFF_5000_0000L, count));
    }
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

  private static byte[][] names(String what, int count) {
    byte[][] names = new byte[ASKED][];
    Random random = new Random(1);
    for (int i = 0; i < names.length; i++) {
      names[i] = name(what, random.nextInt(count)).getBytes(US_ASCII);
    }
    return names;
  }

  private static double nanosByName(PoolDirectory pools, byte[][] names) {
    long start = System.nanoTime();
    long sum = 0;
    for (byte[] name : names) {
      sum += pools.byName(name, 0, name.length, 3333);
    }
    return (System.nanoTime() - start) / (double) names.length + (sum == 1 ? 1 : 0);
  }

  private static double nanosByAddress(PoolDirectory pools, long low, int count) {
    long start = System.nanoTime();
    long sum = 0;
    for (int i = 0; i < ASKED; i++) {
      sum += pools.byAddress(0, low + (i * 0x9E37_79B1L & 0xF_FFFF) % count, 3333);
    }
    return (System.nanoTime() - start) / (double) ASKED + (sum == 1 ? 1 : 0);
  }
}

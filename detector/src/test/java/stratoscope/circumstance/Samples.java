package stratoscope.circumstance;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.names.Confidence;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.names.Ports;
import stratoscope.names.WebLabels;
import stratoscope.packet.IpAddress;
import stratoscope.record.SampleFinding;

/** What tests of circumstances have in common: the shipped rules, rows of directories, addresses. */
final class Samples {
  static final long START = SampleFinding.SOME_MICROS;
  static final long SECOND = TimeUnit.SECONDS.toMicros(1);
  static final long DAY = TimeUnit.DAYS.toMicros(1);
  static final Knowledge SHIPPED = shipped();
  static final String CAPTURE = "a.pcap";
  static final IpAddress MINER = address("192.0.2.10");
  static final IpAddress OTHER = address("192.0.2.11");
  static final IpAddress POOL = address("198.51.100.20");

  private Samples() {}

  private static Knowledge shipped() {
    try {
      return RuleFiles.load(null);
    } catch (RuleFileException e) {
      throw new AssertionError(e);
    }
  }

  static IpAddress address(String text) {
    return SampleFinding.address(text);
  }

  /** A row that is sure and does not age. */
  static PoolEntry row(String indicator, String ports, PoolKind... kinds) {
    return row(indicator, ports, PoolEntry.NO_DAY, kinds);
  }

  /** A row that is sure until a day. */
  static PoolEntry row(String indicator, String ports, int expires, PoolKind... kinds) {
    return new PoolEntry(indicator, Ports.parse(ports), kinds.length == 0 ? Set.of(PoolKind.POOL) : EnumSet.copyOf(Arrays.asList(kinds)),
        "Operator", List.of("XMR"), Confidence.CONFIRMED, PoolEntry.NO_DAY, PoolEntry.NO_DAY, expires, null);
  }

  static PoolDirectory directory(PoolEntry... rows) {
    PoolDirectory.Builder builder = new PoolDirectory.Builder(new WebLabels(List.of("www", "api"), List.of("mail", "ns")));
    for (PoolEntry row : rows) {
      builder.add(row);
    }
    return builder.build();
  }

  static Circumstances circumstances(PoolEntry... rows) {
    return new Circumstances(SHIPPED.rules(), SHIPPED.circumstance(), directory(rows));
  }
}

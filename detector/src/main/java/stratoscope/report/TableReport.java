package stratoscope.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Identity;
import stratoscope.profile.ProofPackets;
import stratoscope.record.AllowCount;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;

/**
 * The table for people: one row per mining session, the surest first, then the sums of the run. One thread. Rows are bounded; sessions
 * beyond are counted in the last line.
 */
public final class TableReport implements RecordSink {
  /** More than anyone reads on a screen. */
  private static final int MAX_ROWS = 10_000;
  private static final int SIGNS_SHOWN = 3;
  private static final String BOLD = "1";

  private final Writer out;
  private final boolean isColoured;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Verdict, Integer> hostsByVerdict = new EnumMap<>(Verdict.class);
  private long unshown;

  public TableReport(OutputStream stream, boolean isColoured) {
    out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    this.isColoured = isColoured;
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) {
    if (findings.size() < MAX_ROWS) {
      findings.add(finding);
    } else {
      unshown++;
    }
  }

  @Override
  public void onHost(Host host) {
    hostsByVerdict.merge(host.verdict(), 1, Integer::sum);
  }

  @Override
  public void onStats(Stats stats) throws IOException {
    if (!findings.isEmpty()) {
      out.write(table());
      out.write('\n');
    }
    out.write(summary(stats));
    out.flush();
  }

  private String table() {
    findings.sort(Comparator.comparing(Finding::verdict).reversed()
        .thenComparing(finding -> finding.connection().miner())
        .thenComparingLong(finding -> finding.connection().firstSeenMicros()));
    TextTable table = new TextTable();
    for (Column column : columns()) {
      table.column(column.title, column.maxChars, findings.stream().map(column.value).toList());
    }
    return table.render(row -> paint(row == 0 ? BOLD : colourOf(findings.get(row - 1).verdict())));
  }

  /** A column of the table: what stands above it, how wide it may get, and what stands in it. */
  private record Column(String title, int maxChars, Function<Finding, String> value) {}

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>(List.of(
        new Column("VERDICT", 10, finding -> finding.allowed() == null ? finding.verdict().label() : "(allowed)"),
        new Column("SCORE", 5, finding -> String.valueOf(finding.score())),
        new Column("MINER", 39, finding -> finding.connection().miner().toString()),
        new Column("POOL", 64, TableReport::pool),
        new Column("DIALECT", 36, TableReport::dialect),
        new Column("COIN", 12, TableReport::coin),
        new Column("WALLET OR USER", 24, TableReport::walletOrUser),
        new Column("WORKER", 16, finding -> finding.dialogue().identity() == null ? "-" : orDash(finding.dialogue().identity().worker())),
        new Column("AGENT", 20, finding -> orDash(finding.dialogue().agent())),
        new Column("SHARES", 11, finding -> shares(finding.work())),
        new Column("HASHRATE", 10, TableReport::hashrate),
        new Column("STRONGEST SIGNS", 64, TableReport::strongest)));
    if (findings.stream().map(finding -> finding.connection().captureName()).distinct().count() > 1) {
      columns.add(new Column("CAPTURE", 40, finding -> orDash(finding.connection().captureName())));
    }
    return columns;
  }

  /** The address connected to, or the name looked up, and behind it the pool's own name if the session tells it. */
  private static String pool(Finding finding) {
    Finding.Pool named = finding.dialogue().pool();
    String name = named.name() != null ? named.name() : named.host();
    String place = finding.isLookup() ? named.host() : finding.connection().pool().withPort(finding.connection().poolPort());
    return place + (name == null ? "" : " (" + name + ")");
  }

  private static String dialect(Finding finding) {
    List<String> carriers = finding.speech().carriers();
    return orDash(finding.dialogue().dialect())
        + (carriers.size() > 1 ? " in " + String.join("/", carriers.subList(1, carriers.size())) : "");
  }

  private static String coin(Finding finding) {
    Finding.Work w = finding.work();
    return w.coin() != null ? w.coin() : w.coinCandidates().isEmpty() ? "-" : String.join("/", w.coinCandidates()) + "?";
  }

  private static String walletOrUser(Finding finding) {
    Identity identity = finding.dialogue().identity();
    return identity == null ? "-" : orDash(identity.wallet() != null ? identity.wallet() : identity.user());
  }

  private static String hashrate(Finding finding) {
    Hashrate rate = finding.work().hashrate();
    return rate == null ? "-" : Quantities.hashrate(rate.hashesPerSecond());
  }

  private static String shares(Finding.Work w) {
    return w.submitted() == null ? "-" : w.accepted() == null ? String.valueOf(w.submitted()) : w.accepted() + "/" + w.submitted();
  }

  private static String strongest(Finding finding) {
    return finding.evidence().stream()
        .sorted(Comparator.comparing((Evidence sign) -> sign.rule().isAgreement()).thenComparing(sign -> sign.rule().weight()).reversed())
        .limit(SIGNS_SHOWN)
        .map(sign -> sign.rule().sign())
        .collect(Collectors.joining(" "));
  }

  private static String orDash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }

  private String summary(Stats stats) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%,d packets, %s, in %.2f s (%,.0f packets/s): %,d inspected, %,d ignored, %,d dropped.%n",
        stats.packets(), Quantities.bytes((double) stats.bytes()), stats.elapsedSeconds(), stats.packets() / stats.elapsedSeconds(),
        stats.inspected(), sum(stats.ignored()), sum(stats.dropped())));
    if (!stats.captureProblems().isEmpty()) {
      text.append(String.format(Locale.ROOT, "Damage in the captures: %s.%n", stats.captureProblems().entrySet().stream()
          .map(problem -> problem.getKey() + " " + problem.getValue()).collect(Collectors.joining(", "))));
    }
    if (unshown > 0) {
      text.append(String.format(Locale.ROOT, "%,d more sessions are not shown: -f json or -f csv has them all.%n", unshown));
    }
    long allowed = stats.allowed().stream().mapToLong(AllowCount::silenced).sum();
    if (allowed > 0) {
      text.append(String.format(Locale.ROOT, "Allowed, so nobody is told (--show-allowed lists them): %,d %s: %s.%n", allowed,
          allowed == 1 ? "session" : "sessions", stats.allowed().stream().filter(count -> count.silenced() > 0)
              .map(count -> PrintableText.of(count.silenced() + " by " + count.entry().where() + " (" + count.entry().reason() + ")"))
              .collect(Collectors.joining(", "))));
    }
    String hosts = hostsByVerdict.isEmpty() ? "none mines" : hostsByVerdict.entrySet().stream()
        .sorted(Map.Entry.<Verdict, Integer>comparingByKey().reversed())
        .map(entry -> entry.getValue() + " " + entry.getKey().label())
        .collect(Collectors.joining(", "));
    text.append(String.format(Locale.ROOT, "%,d addresses screened: %s; %,d mining sessions.%n",
        stats.hostsScreened(), hosts, stats.sessions()));
    return text.toString();
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private UnaryOperator<String> paint(String code) {
    return line -> isColoured ? "\u001B[" + code + "m" + line + "\u001B[0m" : line;
  }

  private static String colourOf(Verdict verdict) {
    return switch (verdict) {
      case CONFIRMED -> "31";
      case PROBABLE -> "33";
      default -> "36";
    };
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

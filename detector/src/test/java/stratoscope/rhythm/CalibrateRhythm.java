package stratoscope.rhythm;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import stratoscope.capture.CaptureFiles;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Verdict;
import stratoscope.rhythm.TalkPackets.Opening;

/**
 * Says how well mining is told from other ciphers, on captures or on made-up traffic that goes through the whole detector: rates with 95 %
 * intervals, who was missed or falsely accused, and how what is measured spreads on either side. Usage in {@code detector/bench/README.md}.
 */
final class CalibrateRhythm {
  private static final int NAMED = 20;
  private static final int[] PIECES_SECONDS = {300, 600};
  private static final double[] PERCENTILES = {0.01, 0.05, 0.5, 0.95, 0.99};
  private static final Map<String, ToDoubleFunction<Beat>> MEASURES = measures();

  private final Knowledge knowledge;
  private final RhythmOptions options;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private CalibrateRhythm(Knowledge knowledge) {
    this.knowledge = knowledge;
    options = knowledge.rhythm();
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 3) {
      throw new IllegalArgumentException(
          "RULES made COUNT [SEED [further|held|unseen|fresh|novel]], or RULES captures MINING BENIGN [SECONDS]");
    }
    CalibrateRhythm run = new CalibrateRhythm(RuleFiles.load(Path.of(arguments[0])));
    if (arguments[1].equals("made")) {
      run.made(Integer.parseInt(arguments[2]), arguments.length > 3 ? Long.parseLong(arguments[3]) : 0,
          arguments.length > 4 ? arguments[4] : "");
    } else {
      run.captured(arguments[2], arguments[3], arguments.length > 4 ? Double.parseDouble(arguments[4]) : 300);
    }
  }

  /** @param others which calm kinds are meant, as {@code held} or {@code fresh}; else the first ones */
  private void made(int count, long firstSeed, String others) {
    List<Talk> mining = new ArrayList<>();
    List<Talk> calm = new ArrayList<>();
    for (MinerTraffic kind : MinerTraffic.values()) {
      List<Talk> talks = new ArrayList<>();
      add(talks, count, firstSeed, kind::talk);
      report(kind.name(), talks, false);
      mining.addAll(talks);
    }
    switch (others) {
      case "further" -> Arrays.stream(FurtherCalmTraffic.values()).forEach(kind -> add(calm, count, firstSeed, kind::talk));
      case "held" -> Arrays.stream(HeldOutTraffic.values()).forEach(kind -> add(calm, count, firstSeed, kind::talk));
      case "unseen" -> Arrays.stream(UnseenTraffic.values()).forEach(kind -> add(calm, count, firstSeed, kind::talk));
      case "fresh" -> Arrays.stream(FreshTraffic.values()).forEach(kind -> add(calm, count, firstSeed, kind::talk));
      case "novel" -> Arrays.stream(NovelTraffic.values()).forEach(kind -> add(calm, count, firstSeed, kind::talk));
      default -> Arrays.stream(CalmTraffic.values()).forEach(kind -> add(calm, count, firstSeed, kind::talk));
    }
    both(mining, calm);
  }

  private static void add(List<Talk> talks, int count, long firstSeed, LongFunction<Talk> kind) {
    LongStream.range(firstSeed, firstSeed + count).mapToObj(kind).forEach(talks::add);
  }

  private void captured(String mining, String calm, double seconds) throws IOException {
    List<Talk> ofMining = CapturedTalks.read(mining, seconds);
    List<Talk> ofCalm = CapturedTalks.read(calm, seconds);
    scanned("MINING", mining, ofMining);
    scanned("CALM", calm, ofCalm);
    both(ofMining, ofCalm);
  }

  /** The captures themselves, with all that lies around the connections. */
  private void scanned(String name, String path, List<Talk> talks) throws IOException {
    try (CaptureSequence source = CaptureSequence.inOrder(CaptureFiles.of(List.of(path)).files(), new CaptureProblems())) {
      Verdicts verdicts = Verdicts.of(knowledge, source);
      report(name, "as captured", talks, talk -> verdicts.of(talk.name()), true);
    }
  }

  private void both(List<Talk> mining, List<Talk> calm) {
    report("MINING", mining, true);
    report("CALM", calm, true);
    Map<String, double[]> ofMining = spread(mining);
    Map<String, double[]> ofCalm = spread(calm);
    print("%-22s %-46s %s", "per window, percentiles", "mining  1      5     50     95     99", "calm    1      5     50     95     99");
    for (String name : MEASURES.keySet()) {
      print("%-22s %-46s %s", name, text(ofMining.get(name)), text(ofCalm.get(name)));
    }
  }

  /** Opened in either way: whole, and five and ten minutes of it, from its opening on in TLS that names nobody, or from the middle. */
  private void report(String name, List<Talk> talks, boolean isNaming) {
    for (Opening opening : Opening.values()) {
      String how = opening.name().toLowerCase(Locale.ROOT);
      report(name, how, talks, talk -> Verdicts.of(knowledge, TalkPackets.whole(talk, opening)).only(), isNaming);
    }
    for (int seconds : PIECES_SECONDS) {
      report(name, "first " + seconds + " s", talks,
          talk -> Verdicts.of(knowledge, TalkPackets.first(talk, Opening.HIDDEN, seconds)).only(), isNaming && name.equals("CALM"));
    }
    for (int seconds : PIECES_SECONDS) {
      Random random = new Random(7);
      report(name, seconds + " s", talks, talk -> {
        double start = 20 + random.nextDouble() * Math.max(0, talk.seconds() - seconds - 20);
        return Verdicts.of(knowledge, TalkPackets.piece(talk, start, start + seconds)).only();
      }, isNaming && name.equals("CALM"));
    }
  }

  /** Names who is accused of those who are calm, or missed of those who mine. */
  private void report(String name, String how, List<Talk> talks, Function<Talk, Verdict> judge, boolean isNaming) {
    int[] counts = new int[Verdict.values().length];
    List<String> named = new ArrayList<>();
    for (Talk talk : talks) {
      Verdict verdict = judge.apply(talk);
      counts[verdict.ordinal()]++;
      if (isNaming && (verdict != Verdict.NONE) == name.equals("CALM")) {
        named.add(talk.name() + " " + verdict.label());
      }
    }
    int suspected = talks.size() - counts[Verdict.NONE.ordinal()];
    print("%-20s %-11s of %6d  suspected or better %s  probable %s", name, how, talks.size(), rate(suspected, talks.size()),
        rate(suspected - counts[Verdict.SUSPECTED.ordinal()], talks.size()));
    named.stream().limit(NAMED).forEach(line -> print("    %s", line));
  }

  /** With Wilson's interval, which holds for rates near 0 and 1. */
  private static String rate(int hits, int of) {
    double z = 1.96;
    double p = hits / (double) Math.max(1, of);
    double n = Math.max(1, of);
    double middle = (p + z * z / 2 / n) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / 4 / n / n);
    return String.format(Locale.ROOT, "%5d = %6.2f %% (%.2f-%.2f)", hits, 100 * p, 100 * Math.max(0, middle - half),
        100 * Math.min(1, middle + half));
  }

  private static Map<String, ToDoubleFunction<Beat>> measures() {
    Map<String, ToDoubleFunction<Beat>> of = new LinkedHashMap<>();
    of.put("share length", b -> b.shares().length());
    of.put("shares uniformity", b -> b.shares().count() / (double) (b.minerRecords() - b.shares().keepAlives()));
    of.put("shares answered", b -> b.shares().answers() / (double) b.shares().count());
    of.put("answer length", b -> b.shares().answerLength());
    of.put("shares on the beat", b -> b.shares().gaps().onTheBeat());
    of.put("shares scatter", b -> b.shares().gaps().scatter());
    of.put("shares per minute", b -> b.shares().count() * 60 / Math.max(1, b.seconds()));
    of.put("job length", b -> b.jobs().length());
    of.put("jobs uniformity", b -> (b.jobs().count() + Math.min(b.jobs().count(), b.jobs().asides())) / (double) b.jobs().pushes());
    of.put("jobs echoed", b -> b.jobs().echoes() / (double) b.jobs().pushes());
    of.put("jobs in turns", b -> b.jobs().turns() / (double) (b.shares().count() - 1));
    return of;
  }

  /** Of windows in which most of what a side sends has one length, whatever else they look like. */
  private Map<String, double[]> spread(List<Talk> talks) {
    List<Beat> beats = new ArrayList<>();
    for (Talk talk : talks) {
      beats.addAll(talk.commonBeats(options));
    }
    Map<String, double[]> spread = new LinkedHashMap<>();
    MEASURES.forEach((name, measure) -> spread.put(name, percentiles(beats.stream().mapToDouble(measure)
        .filter(Double::isFinite).sorted().toArray())));
    return spread;
  }

  private static double[] percentiles(double[] sorted) {
    return Arrays.stream(PERCENTILES).map(p -> sorted.length == 0 ? Double.NaN : sorted[(int) (p * (sorted.length - 1))]).toArray();
  }

  private static String text(double[] values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(String.format(Locale.ROOT, value >= 100 ? "%8.0f" : "%8.2f", value));
    }
    return text.toString();
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}

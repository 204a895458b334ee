package stratoscope.rhythm;

import java.nio.file.Path;
import java.util.function.LongFunction;
import stratoscope.config.RuleFiles;

/** Calibrates. */
final class CalibrateRhythm {
  public static void main(String[] args) throws Exception {
    RhythmOptions o = RuleFiles.load(Path.of(args[0])).rhythm();
    int n = Integer.parseInt(args[1]);
    for (MinerTraffic kind : MinerTraffic.values()) {
      row(kind.name(), kind::chatter, n, o);
    }
    for (CalmTraffic kind : CalmTraffic.values()) {
      row(kind.name(), kind::chatter, n, o);
    }
  }

  static void row(String name, LongFunction<Chatter> source, int n, RhythmOptions o) {
    int[] shares = new int[3];
    int[] jobs = new int[3];
    String example = "";
    for (long seed = 0; seed < n; seed++) {
      Chatter c = source.apply(seed);
      double start = c.uniform(0, c.seconds - 300);
      for (int k = 0; k < 3; k++) {
        Rhythm r = k == 0 ? c.play(o, 20, c.seconds) : k == 1 ? c.play(o, start, start + 300) : c.play(o, start, start + 600);
        Rhythm.Sign s = r.sign();
        if (k == 0 && s == null && System.getProperty("why", "").equals(name)) {
          RecordWindow w = new RecordWindow();
          for (Chatter.Message m : c.messages()) {
            w.add((int) (m.second() * 1000), m.isUp(), m.bytes());
            if (w.isFull()) { System.out.println(seed + " " + new RhythmJudge(w, true, o).judge() + " first " + new RhythmJudge(w, true, o).probe()); w.clear(); }
          }
        }
        if (s != null && s.hasShares()) {
          shares[k]++;
          if (k == 0) example = seed + " " + s.explanation();
        } else if (s != null) {
          jobs[k]++;
          if (example.isEmpty()) example = seed + " " + s.explanation();
        }
      }
    }
    System.out.printf(java.util.Locale.ROOT, "%-26s whole %4d %4d   300s %4d %4d  600s %4d %4d  of %d  %s%n", name,
          shares[0], jobs[0], shares[1], jobs[1], shares[2], jobs[2], n, example);
  }
}

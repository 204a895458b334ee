package stratoscope.profile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.SavedHolder;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** The way of a {@link Finding} into the state of a sensor and back. */
public final class SavedFinding {
  private static final int MAX_PORT = 65_535;

  private SavedFinding() {}

  public static void save(Finding finding, StateWriter out) {
    Finding.Connection c = finding.connection();
    out.word(finding.verdict()).number(finding.score()).address(c.miner()).number(c.minerPort()).address(c.pool()).number(c.poolPort())
        .truth(c.isUdp()).number(c.connections()).number(c.flowId()).truth(c.isMidstream()).text(c.sidesSeen())
        .number(c.firstSeenMicros()).number(c.lastSeenMicros()).count(c.bytesUp()).count(c.bytesDown()).text(c.captureName())
        .number(c.packetNumber());
    Finding.Speech s = finding.speech();
    out.text(s.application()).texts(s.carriers()).text(s.decidedBy()).texts(s.dialects()).decimal(s.sharesPerMinute());
    save(finding.dialogue(), out);
    save(finding.work(), out);
    out.signs(finding.evidence()).text(finding.allowed());
    SavedHolder.save(finding.holder(), out);
  }

  public static Finding restore(StateReader in) throws StateException {
    Verdict verdict = in.word(Verdict.values());
    int score = in.number(0, 100);
    Finding.Connection connection = new Finding.Connection(in.address(), in.number(0, MAX_PORT), in.address(), in.number(0, MAX_PORT),
        in.truth(), in.number(0, Integer.MAX_VALUE), in.natural(), in.truth(), in.someText(), in.number(), in.number(), in.count(),
        in.count(), in.text(), in.number());
    Finding.Speech speech = new Finding.Speech(in.text(), List.copyOf(in.texts()), in.text(), List.copyOf(in.texts()), in.decimal());
    return new Finding(verdict, score, connection, speech, dialogue(in), work(in), in.signs(), in.text(),
        SavedHolder.restore(in));
  }

  private static void save(Finding.Dialogue d, StateWriter out) {
    Identity identity = d.identity();
    out.text(d.dialect()).text(d.role()).truth(identity != null);
    if (identity != null) {
      out.text(identity.user()).text(identity.wallet()).text(identity.worker()).text(identity.email()).texts(identity.options())
          .text(identity.declaredCoin());
    }
    out.texts(d.users()).texts(d.passwordOptions()).text(d.agent()).text(d.deviceClass()).text(d.deviceModel()).text(d.sessionId())
        .text(d.extranonce()).texts(d.redirects()).texts(d.serverMessages())
        .text(d.pool().name()).text(d.pool().host()).count(d.pool().port());
  }

  private static Finding.Dialogue dialogue(StateReader in) throws StateException {
    String dialect = in.text();
    String role = in.someText();
    Identity identity = !in.truth() ? null
        : new Identity(in.someText(), in.text(), in.text(), in.text(), List.copyOf(in.texts()), in.text());
    return new Finding.Dialogue(dialect, role, identity, List.copyOf(in.texts()), List.copyOf(in.texts()), in.text(), in.text(), in.text(),
        in.text(), in.text(), List.copyOf(in.texts()), List.copyOf(in.texts()), new Finding.Pool(in.text(), in.text(), port(in)));
  }

  /** As it was said, whatever that was. */
  private static @Nullable Integer port(StateReader in) throws StateException {
    return in.truth() ? (Integer) in.number(Integer.MIN_VALUE, Integer.MAX_VALUE) : null;
  }

  private static void save(Finding.Work w, StateWriter out) {
    out.text(w.coin()).text(w.algorithm()).text(w.jobAlgorithm()).texts(w.coinCandidates()).count(w.jobs()).count(w.submitted())
        .count(w.accepted()).count(w.rejected()).decimal(w.difficulty());
    save(w.hashrate(), out);
    save(w.claimedHashrate(), out);
    Power power = w.machine().power();
    out.decimal(w.machine().activeSeconds()).texts(w.machine().contradictions()).truth(power != null);
    if (power != null) {
      out.decimal(power.lowWatts()).decimal(power.highWatts()).decimal(power.seconds()).text(power.assumes());
    }
    Rigs rigs = w.machine().rigs();
    rigs.workers().save(out.number(rigs.channels()).number(rigs.clients()).number(rigs.nonceParts()));
    Finding.Pace pace = w.machine().pace();
    out.number(pace.pauses().size());
    pace.pauses().forEach(pause -> out.number(pause.fromMicros()).number(pause.toMicros()).truth(pause.isAwake()));
    out.truth(pace.hourly() != null);
    if (pace.hourly() != null) {
      pace.hourly().save(out);
    }
  }

  private static Finding.Work work(StateReader in) throws StateException {
    return new Finding.Work(in.text(), in.text(), in.text(), List.copyOf(in.texts()), in.count(), in.count(), in.count(), in.count(),
        in.decimal(), hashrate(in), hashrate(in), machine(in));
  }

  private static Finding.Machine machine(StateReader in) throws StateException {
    double activeSeconds = in.decimal();
    List<String> contradictions = List.copyOf(in.texts());
    Power power = in.truth() ? new Power(in.decimal(), in.decimal(), in.decimal(), in.someText()) : null;
    return new Finding.Machine(activeSeconds, power, contradictions, rigs(in), pace(in));
  }

  private static Rigs rigs(StateReader in) throws StateException {
    Rigs rigs = new Rigs(in.number(1, Integer.MAX_VALUE), in.number(1, Integer.MAX_VALUE), in.number(1, Integer.MAX_VALUE),
        new Distinct(RigCount.MAX_DISTINCT));
    rigs.workers().restore(in);
    return rigs;
  }

  private static Finding.Pace pace(StateReader in) throws StateException {
    List<Pause> pauses = new ArrayList<>();
    for (int left = in.size(); left > 0; left--) {
      pauses.add(new Pause(in.number(), in.number(), in.truth()));
    }
    HourlyWork hourly = in.truth() ? new HourlyWork() : null;
    if (hourly != null) {
      hourly.restore(in);
    }
    return new Finding.Pace(List.copyOf(pauses), hourly);
  }

  private static void save(@Nullable Hashrate rate, StateWriter out) {
    out.truth(rate != null);
    if (rate != null) {
      out.decimal(rate.hashesPerSecond()).decimal(rate.low()).decimal(rate.high()).text(rate.basis());
    }
  }

  private static @Nullable Hashrate hashrate(StateReader in) throws StateException {
    return in.truth() ? new Hashrate(in.decimal(), in.decimal(), in.decimal(), in.someText()) : null;
  }
}

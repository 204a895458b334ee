package stratoscope.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.Tariff;
import stratoscope.inventory.Tariffs;
import stratoscope.profile.Finding;
import stratoscope.profile.Power;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** The energy that the sessions of a host took, and what it costs. One thread. Bounded: only the first few assumptions are kept. */
final class EnergyAccount {
  /** Marks the time of sessions whose energy is known. */
  static final int MARK = 1;
  private static final int MAX_ASSUMPTIONS = 4;
  /** More than the rules of one host's regions change while it is watched; what is subject to others counts as if to the last. */
  private static final int MAX_TARIFFS = 64;

  /** Energy that is subject to a tariff, in kilowatt-hours; NaN if that of no session is known. */
  private record Subject(double low, double high) {
    Subject plus(double moreLow, double moreHigh) {
      return Double.isNaN(low) ? new Subject(moreLow, moreHigh) : new Subject(low + moreLow, high + moreHigh);
    }
  }

  private final Set<String> assumptions;
  private long sessions;
  private double lowKwh;
  private double highKwh;
  private final Map<Tariff, Subject> subjects;

  EnergyAccount() {
    assumptions = new LinkedHashSet<>();
    subjects = new LinkedHashMap<>(2);
  }

  /** A copy. */
  EnergyAccount(EnergyAccount other) {
    assumptions = new LinkedHashSet<>(other.assumptions);
    sessions = other.sessions;
    lowKwh = other.lowKwh;
    highKwh = other.highKwh;
    subjects = new LinkedHashMap<>(other.subjects);
  }

  /**
   * Takes a session, each part of it under the tariff of its time.
   *
   * @param region of the host in the session; null if not known
   */
  void add(Finding finding, @Nullable String region, Tariffs tariffs) {
    Power power = finding.work().machine().power();
    if (power != null) {
      sessions++;
      lowKwh += power.lowKwh();
      highKwh += power.highKwh();
      if (assumptions.size() < MAX_ASSUMPTIONS) {
        assumptions.add(power.assumes());
      }
    }
    long from = finding.connection().firstSeenMicros();
    long to = finding.connection().lastSeenMicros();
    double micros = to - from;
    Tariff tariff = tariffs.of(region, to);
    while (tariff != null) {
      long since = Math.max(from, tariff.fromMicros());
      double part = micros == 0 ? 1 : (to - since) / micros;
      if (part > 0) {
        subject(tariff, power, part);
      }
      to = since;
      tariff = since == from ? null : tariffs.of(region, since - 1);
    }
  }

  private void subject(Tariff tariff, @Nullable Power power, double part) {
    Tariff kept = subjects.size() < MAX_TARIFFS || subjects.containsKey(tariff) ? tariff
        : new ArrayList<>(subjects.keySet()).get(MAX_TARIFFS - 1);
    Subject sum = subjects.getOrDefault(kept, new Subject(Double.NaN, Double.NaN));
    subjects.put(kept, power == null ? sum : sum.plus(power.lowKwh() * part, power.highKwh() * part));
  }

  /**
   * Energy by time; null if of no session anything is known.
   *
   * @param activeSeconds of sessions whose energy is known
   */
  HostCase.@Nullable HostPower power(double activeSeconds) {
    double hours = activeSeconds / 3600;
    return sessions == 0 || hours <= 0 ? null : new HostCase.HostPower(lowKwh / hours * 1000, highKwh / hours * 1000, lowKwh, highKwh,
        sessions, activeSeconds, String.join("; ", assumptions));
  }

  /** One for each tariff; none if none holds. */
  List<HostCase.Surcharge> surcharges() {
    List<HostCase.Surcharge> surcharges = new ArrayList<>(1);
    subjects.forEach((tariff, energy) -> surcharges.add(
        new HostCase.Surcharge(energy.low * tariff.perKwh(), energy.high * tariff.perKwh(), tariff)));
    return surcharges;
  }

  void save(StateWriter out) {
    out.texts(assumptions).number(sessions).decimal(lowKwh).decimal(highKwh).number(subjects.size());
    subjects.forEach((tariff, energy) -> {
      SavedTariff.save(tariff, out);
      out.decimal(energy.low).decimal(energy.high);
    });
  }

  void restore(StateReader in) throws StateException {
    in.texts(assumptions);
    sessions = in.natural();
    lowKwh = in.decimal();
    highKwh = in.decimal();
    for (int left = in.number(0, MAX_TARIFFS); left > 0; left--) {
      subjects.put(SavedTariff.restore(in), new Subject(in.decimal(), in.decimal()));
    }
  }
}

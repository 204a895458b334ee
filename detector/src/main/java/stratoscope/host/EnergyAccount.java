package stratoscope.host;

import java.util.LinkedHashSet;
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
  private static final int MAX_ASSUMPTIONS = 4;

  private final Set<String> assumptions;
  private long sessions;
  private double lowKwh;
  private double highKwh;
  private @Nullable Tariff tariff;
  /** Energy since the tariff began. */
  private double lowSubject;
  private double highSubject;

  EnergyAccount() {
    assumptions = new LinkedHashSet<>();
  }

  /** A copy. */
  EnergyAccount(EnergyAccount other) {
    assumptions = new LinkedHashSet<>(other.assumptions);
    sessions = other.sessions;
    lowKwh = other.lowKwh;
    highKwh = other.highKwh;
    tariff = other.tariff;
    lowSubject = other.lowSubject;
    highSubject = other.highSubject;
  }

  /** @param valid in the host's region at the end of the session; null if there is none */
  void add(Finding finding, @Nullable Tariff valid) {
    Power power = finding.work().machine().power();
    tariff = tariff == null ? valid : tariff;
    if (power == null) {
      return;
    }
    sessions++;
    lowKwh += power.lowKwh();
    highKwh += power.highKwh();
    if (assumptions.size() < MAX_ASSUMPTIONS) {
      assumptions.add(power.assumes());
    }
    if (valid != null && valid.equals(tariff)) {
      double part = partSince(valid.fromMicros(), finding.connection().firstSeenMicros(), finding.connection().lastSeenMicros());
      lowSubject += power.lowKwh() * part;
      highSubject += power.highKwh() * part;
    }
  }

  private static double partSince(long sinceMicros, long fromMicros, long toMicros) {
    return fromMicros >= sinceMicros ? 1 : (toMicros - sinceMicros) / (double) (toMicros - fromMicros);
  }

  /** Null if of no session anything is known. */
  HostCase.@Nullable HostPower power(double activeSeconds) {
    double hours = activeSeconds / 3600;
    return sessions == 0 || hours <= 0 ? null : new HostCase.HostPower(lowKwh / hours * 1000, highKwh / hours * 1000, lowKwh, highKwh,
        sessions, String.join("; ", assumptions));
  }

  /** Null if no tariff holds, or no energy is known. */
  HostCase.@Nullable Surcharge surcharge() {
    return tariff == null || sessions == 0 ? null
        : new HostCase.Surcharge(lowSubject * tariff.perKwh(), highSubject * tariff.perKwh(), tariff);
  }

  void save(StateWriter out) {
    out.texts(assumptions).number(sessions).decimal(lowKwh).decimal(highKwh).text(tariff == null ? null : tariff.id()).decimal(lowSubject)
        .decimal(highSubject);
  }

  /** @param tariffs of now; energy that was subject to another is forgotten with it */
  void restore(StateReader in, Tariffs tariffs) throws StateException {
    in.texts(assumptions);
    sessions = in.natural();
    lowKwh = in.decimal();
    highKwh = in.decimal();
    String id = in.text();
    tariff = tariffs.all().stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
    double low = in.decimal();
    double high = in.decimal();
    lowSubject = tariff == null ? 0 : low;
    highSubject = tariff == null ? 0 : high;
  }
}

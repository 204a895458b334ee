package stratoscope.host;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Subscriber;
import stratoscope.inventory.Tariff;

/**
 * What makes a case of a host: whose it is, what it takes, what that costs, and of what kind it is.
 *
 * @param holder of the address in its last session
 * @param subscribers the times for which its customer had the address, as logs say
 * @param power null if nothing of it is known
 * @param surcharges one for each tariff that held; none if none did
 * @param kind {@code site}, {@code single}, {@code compromised} or {@code unknown}
 * @param reasons for the kind, for people
 */
public record HostCase(Holder holder, List<Subscriber> subscribers, @Nullable HostPower power, List<Surcharge> surcharges, String kind,
    List<String> reasons) {
  /** Of which nothing is known. */
  public static final HostCase UNKNOWN = new HostCase(Holder.UNKNOWN, List.of(), null, List.of(), "unknown", List.of());

  /**
   * Power and energy, over the sessions of which they are known.
   *
   * @param lowWatts averaged over those seconds; of sessions at one time it is the sum
   * @param sessions of which they are known
   * @param activeSeconds in which such a session was at work
   */
  public record HostPower(double lowWatts, double highWatts, double lowKwh, double highKwh, long sessions, double activeSeconds,
      String assumes) {}

  /** What a tariff adds to the price of that energy; NaN where the tariff has no figure, or no energy is known. */
  public record Surcharge(double low, double high, Tariff tariff) {}
}

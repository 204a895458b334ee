package stratoscope.profile;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What mining hardware takes; data from {@code rules/hardware.yaml}. Immutable. */
public final class Hardware {
  /** Knows of none. */
  public static final Hardware NONE = new Hardware(List.of(), List.of(), List.of(), Map.of());

  private static final Interval AS_SAID = new Interval(1, 1);
  private static final Pattern NO_WORD_SIGNS = Pattern.compile("[^a-z0-9+]+");
  /** What may follow a model's name without making it another model: its hashrate, its version, its serial number. */
  private static final Pattern NO_OTHER_MODEL = Pattern.compile("( ?\\d+(th?|mh|gh|kh)?)*");
  private static final String STRONGEST = "asic";
  private static final String ESTIMATED = " (estimated)";
  /** A machine that is turned up, or luck that the interval missed, does not reach it. */
  private static final double BEYOND_RATING = 2;
  private static final double BEST_OF_FLEET = 0.5;
  private static final double WORST_OF_FLEET = 2;

  /** From the least to the most. */
  public record Interval(double low, double high) {}

  /**
   * A model.
   *
   * @param hashesPerSecond NaN if unknown
   * @param watts null if unknown
   * @param joulesPerHash null if unknown
   * @param year in which it was first sold
   * @param isEstimated whether the figures are neither measured nor the maker's
   */
  public record Device(String name, String deviceClass, Set<String> algorithms, double hashesPerSecond, @Nullable Interval watts,
      @Nullable Interval joulesPerHash, int year, boolean isEstimated) {}

  /** What all machines at work took on a day, on average. */
  public record FleetMean(String deviceClass, String algorithm, long micros, double joulesPerHash) {}

  /** More than a machine of a class can do. */
  public record Limit(String deviceClass, String algorithm, double hashesPerSecond) {}

  /** A model and the words that name it. */
  private record Named(String words, Device device) {}

  private final List<Device> devices;
  /** The longest name first. */
  private final List<Named> names;
  private final List<FleetMean> fleet;
  private final List<Limit> limits;
  private final Map<String, Interval> wall;

  /** @param wall by class: power at the wall by power as the figures say it */
  public Hardware(List<Device> devices, List<FleetMean> fleet, List<Limit> limits, Map<String, Interval> wall) {
    this.devices = List.copyOf(devices);
    names = devices.stream().map(device -> new Named(words(device.name), device))
        .sorted(Comparator.comparingInt(named -> -named.device.name.length())).toList();
    this.fleet = fleet.stream().sorted(Comparator.comparingLong(FleetMean::micros)).toList();
    this.limits = List.copyOf(limits);
    this.wall = Map.copyOf(wall);
  }

  /** All models, in the order of the file. */
  public List<Device> devices() {
    return devices;
  }

  /** The model that a text names; null if none that is known. {@code Antminer S19k} is no {@code Antminer S19}. */
  public @Nullable Device device(@Nullable String model) {
    if (model == null) {
      return null;
    }
    String said = words(model);
    for (Named named : names) {
      if (said.startsWith(named.words) && NO_OTHER_MODEL.matcher(said.substring(named.words.length())).matches()) {
        return named.device;
      }
    }
    return null;
  }

  private static String words(String text) {
    return NO_WORD_SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }

  /** A class that must have done so many hashes, whatever else is unknown; null if any may have. */
  public @Nullable String classOf(@Nullable String algorithm, double hashesPerSecond) {
    return hashesPerSecond > limitOf("gpu", algorithm) ? "asic" : null;
  }

  /** True if no machine of whatever class can do so many hashes: the shares were found by chance, or are those of many. */
  public boolean isBeyondAny(@Nullable String algorithm, double hashesPerSecond) {
    return hashesPerSecond > limitOf(STRONGEST, algorithm);
  }

  /**
   * What speaks against a class, or a model, that did so many hashes, for people; null if nothing does.
   *
   * @param model as the miner names it
   */
  public @Nullable String contradiction(@Nullable String deviceClass, @Nullable String model, @Nullable String algorithm,
      double hashesPerSecond) {
    if (isBeyondAny(algorithm, hashesPerSecond)) {
      return "its shares are worth " + rounded(hashesPerSecond) + " H/s of " + algorithm
          + ", more than any one machine can do: found by chance, or by many";
    }
    Device device = device(model);
    if (device != null && algorithm != null && device.algorithms.contains(algorithm)
        && hashesPerSecond > device.hashesPerSecond * BEYOND_RATING) {
      return "agent names a " + device.name + ", but its shares are worth " + rounded(hashesPerSecond) + " H/s of " + algorithm
          + ", more than twice the " + rounded(device.hashesPerSecond) + " H/s that it is rated for";
    }
    double limit = limitOf(deviceClass, algorithm);
    return hashesPerSecond > limit
        ? "agent of class " + deviceClass + ", but its shares are worth " + rounded(hashesPerSecond) + " H/s of " + algorithm
            + ", more than the " + rounded(limit) + " H/s that any of that class can do"
        : null;
  }

  /** Infinite if unknown. */
  private double limitOf(@Nullable String deviceClass, @Nullable String algorithm) {
    for (Limit limit : limits) {
      if (limit.deviceClass.equals(deviceClass) && limit.algorithm.equals(algorithm)) {
        return limit.hashesPerSecond;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Power that a hashrate takes; null if nothing is known of what it runs on.
   *
   * @param model as the miner names it
   * @param micros since 1970, for which machines there were
   * @param seconds for which the hashrate holds
   */
  public @Nullable Power powerOf(Hashrate rate, @Nullable String algorithm, @Nullable String deviceClass, @Nullable String model,
      long micros, double seconds) {
    Device device = device(model);
    if (algorithm == null) {
      return null;
    }
    if (device != null && device.algorithms.contains(algorithm) && device.joulesPerHash != null) {
      Interval joules = times(device.joulesPerHash, wallOf(device.deviceClass));
      return new Power(rate.low() * joules.low, rate.high() * joules.high, seconds,
          device.name + ": " + efficiency(joules) + (device.isEstimated ? ESTIMATED : ""));
    }
    Interval joules = fallback(algorithm, deviceClass, micros);
    boolean isEstimated = devices.stream().anyMatch(other -> other.isEstimated && isLike(other, algorithm, deviceClass));
    return joules == null ? null : new Power(rate.low() * joules.low, rate.high() * joules.high, seconds,
        "any " + (deviceClass == null ? "hardware" : deviceClass) + " for " + algorithm + " of its time: " + efficiency(joules)
            + (isEstimated ? ESTIMATED : ""));
  }

  /** Power of a model that is known, while its hashrate is not; null if the model's is not known. */
  public @Nullable Power powerOf(@Nullable String model, double seconds) {
    Device device = device(model);
    if (device == null || device.watts == null) {
      return null;
    }
    Interval watts = times(device.watts, wallOf(device.deviceClass));
    return new Power(watts.low, watts.high, seconds, device.name + " as rated" + (device.isEstimated ? ESTIMATED : ""));
  }

  private static boolean isLike(Device device, String algorithm, @Nullable String deviceClass) {
    return device.algorithms.contains(algorithm) && (deviceClass == null || device.deviceClass.equals(deviceClass));
  }

  private @Nullable Interval fallback(String algorithm, @Nullable String deviceClass, long micros) {
    int year = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)).atOffset(ZoneOffset.UTC).getYear();
    Interval listed = devices.stream()
        .filter(device -> device.year <= year && device.joulesPerHash != null && isLike(device, algorithm, deviceClass))
        .map(device -> times(device.joulesPerHash == null ? AS_SAID : device.joulesPerHash, wallOf(device.deviceClass)))
        .reduce(Hardware::union).orElse(null);
    double mean = meanAt(algorithm, deviceClass, micros);
    if (Double.isNaN(mean)) {
      return listed;
    }
    return listed == null ? new Interval(mean * BEST_OF_FLEET, mean * WORST_OF_FLEET) : union(listed, new Interval(mean, mean));
  }

  /** Interpolated between days, as it falls by a part of itself in equal times; NaN if unknown. */
  private double meanAt(String algorithm, @Nullable String deviceClass, long micros) {
    FleetMean before = null;
    for (FleetMean mean : fleet) {
      if (!mean.algorithm.equals(algorithm) || !(deviceClass == null || mean.deviceClass.equals(deviceClass))) {
        continue;
      }
      if (mean.micros >= micros) {
        if (before == null) {
          return mean.joulesPerHash;
        }
        double part = (micros - before.micros) / (double) (mean.micros - before.micros);
        return before.joulesPerHash * Math.pow(mean.joulesPerHash / before.joulesPerHash, part);
      }
      before = mean;
    }
    return before == null ? Double.NaN : before.joulesPerHash;
  }

  private Interval wallOf(String deviceClass) {
    return wall.getOrDefault(deviceClass, AS_SAID);
  }

  private static Interval times(Interval one, Interval other) {
    return new Interval(one.low * other.low, one.high * other.high);
  }

  private static Interval union(Interval one, Interval other) {
    return new Interval(Math.min(one.low, other.low), Math.max(one.high, other.high));
  }

  /** {@code 28.5-33.6 J/TH}. */
  private static String efficiency(Interval joulesPerHash) {
    String[] units = {"J/H", "J/kH", "J/MH", "J/GH", "J/TH"};
    double factor = 1;
    int unit = 0;
    while (unit < units.length - 1 && joulesPerHash.low * factor < 1) {
      factor *= 1000;
      unit++;
    }
    String low = rounded(joulesPerHash.low * factor);
    String high = rounded(joulesPerHash.high * factor);
    return (low.equals(high) ? low : low + "-" + high) + " " + units[unit];
  }

  private static String rounded(double value) {
    BigDecimal short3 = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    return value >= 1e6 ? short3.toString().replace("E+", "e") : short3.toPlainString();
  }
}

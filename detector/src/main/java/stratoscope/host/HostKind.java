package stratoscope.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;

/** Of what kind the case of a host is, and why: rules of thumb that say their reasons. */
record HostKind(String kind, List<String> reasons) {
  /** Fewer machines than these are nobody's mining site. */
  private static final int MIN_SITE_RIGS = 5;
  /** A household with two machines is still one miner. */
  private static final int MAX_SINGLE_RIGS = 2;
  /** One person may mine at home and at work; at three places for one wallet, someone else gathers. */
  private static final int MIN_UNRELATED = 3;
  private static final double STEADY = 0.8;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final Set<String> BOUGHT_TO_MINE = Set.of("asic", "gpu", "fpga");

  /**
   * What a kind follows from.
   *
   * @param walletPlaces at how many unrelated addresses its wallets are met, at most
   * @param neighbours addresses of its owner, or its network, at which machines bought to mine are at work
   * @param throttled what shows that it mines by the clock, or when nobody is there
   */
  record Signs(Verdict verdict, Set<String> deviceClasses, HostRigs rigs, double activeSeconds, double seenSeconds, int walletPlaces,
      int neighbours, List<String> throttled) {}

  /** True for hardware that serves nothing but mining, or is rarely bought for anything else in such numbers. */
  static boolean isBought(@Nullable String deviceClass) {
    return deviceClass != null && BOUGHT_TO_MINE.contains(deviceClass);
  }

  static HostKind of(Signs signs) {
    if (signs.verdict.compareTo(Verdict.PROBABLE) < 0) {
      return new HostKind("unknown", List.of("nothing but weak signs that it mines"));
    }
    List<String> reasons = new ArrayList<>();
    if (!signs.deviceClasses.isEmpty()) {
      reasons.add("its software runs on: " + String.join(", ", signs.deviceClasses));
    }
    boolean isBought = !Collections.disjoint(signs.deviceClasses, BOUGHT_TO_MINE);
    boolean isBorrowed = !isBought && (signs.deviceClasses.contains("cpu") || signs.deviceClasses.contains("browser"));
    if (signs.walletPlaces >= MIN_UNRELATED) {
      reasons.add("its wallet is mined for at " + signs.walletPlaces + " unrelated addresses");
    }
    reasons.addAll(signs.throttled);
    boolean isHidden = signs.walletPlaces >= MIN_UNRELATED || !signs.throttled.isEmpty() || signs.deviceClasses.contains("browser");
    if (isBorrowed && isHidden) {
      return new HostKind("compromised", reasons);
    }
    long low = signs.rigs.low();
    long high = signs.rigs.high();
    reasons.add((high > low ? low + " to " + high + " machines" : low == 1 ? "one machine" : low + " machines")
        + (signs.rigs.isAtClients() ? ", for which it is a proxy" : ""));
    if (signs.neighbours >= MIN_SITE_RIGS) {
      reasons.add("machines bought to mine at " + signs.neighbours + " addresses of its owner or network");
    }
    if (isBought && Math.max(low, signs.neighbours) >= MIN_SITE_RIGS) {
      double steady = signs.seenSeconds <= 0 ? 0 : signs.activeSeconds / signs.seenSeconds;
      if (steady >= STEADY) {
        long tenths = Math.round(10 * signs.seenSeconds / SECONDS_PER_HOUR); // a formatter takes as long as all the rest of a host
        reasons.add("at work " + Math.round(steady * 100) + " % of " + tenths / 10 + "." + tenths % 10 + " hours");
      }
      return new HostKind("site", reasons);
    }
    return new HostKind(isBought && high <= MAX_SINGLE_RIGS ? "single" : "unknown", reasons);
  }
}

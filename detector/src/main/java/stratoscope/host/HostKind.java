package stratoscope.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

  /** @param walletPlaces at how many unrelated addresses its wallets are met, at most */
  record Signs(Verdict verdict, Set<String> deviceClasses, long rigsLow, long rigsHigh, double activeSeconds, double seenSeconds,
      int walletPlaces) {}

  static HostKind of(Signs signs) {
    if (signs.verdict.compareTo(Verdict.PROBABLE) < 0) {
      return new HostKind("unknown", List.of("nothing but weak signs that it mines"));
    }
    List<String> reasons = new ArrayList<>();
    if (!signs.deviceClasses.isEmpty()) {
      reasons.add("its software runs on: " + String.join(", ", signs.deviceClasses));
    }
    boolean isBought = signs.deviceClasses.stream().anyMatch(BOUGHT_TO_MINE::contains);
    boolean isBorrowed = !isBought && (signs.deviceClasses.contains("cpu") || signs.deviceClasses.contains("browser"));
    if (signs.walletPlaces >= MIN_UNRELATED) {
      reasons.add("its wallet is mined for at " + signs.walletPlaces + " unrelated addresses");
    }
    if (isBorrowed && (signs.walletPlaces >= MIN_UNRELATED || signs.deviceClasses.contains("browser"))) {
      return new HostKind("compromised", reasons);
    }
    reasons.add(signs.rigsHigh > signs.rigsLow ? signs.rigsLow + " to " + signs.rigsHigh + " machines"
        : signs.rigsLow == 1 ? "one machine" : signs.rigsLow + " machines");
    if (isBought && signs.rigsLow >= MIN_SITE_RIGS) {
      double steady = signs.seenSeconds <= 0 ? 0 : signs.activeSeconds / signs.seenSeconds;
      if (steady >= STEADY) {
        reasons.add(String.format(Locale.ROOT, "at work %.0f %% of %.1f hours", steady * 100, signs.seenSeconds / SECONDS_PER_HOUR));
      }
      return new HostKind("site", reasons);
    }
    return new HostKind(isBought && signs.rigsHigh <= MAX_SINGLE_RIGS ? "single" : "unknown", reasons);
  }
}

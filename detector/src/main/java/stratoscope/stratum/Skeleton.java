package stratoscope.stratum;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A way of speaking that many dialects filled with their own forms of messages. */
public enum Skeleton {
  /** {@code mining.subscribe}, {@code mining.notify}, {@code mining.submit}, from Stratum V1. */
  MINING("stratum-v1", "mining."),
  /** {@code login}, {@code job}, {@code submit}, from CryptoNote. */
  LOGIN("cryptonote", "");

  private final String home;
  private final String methodPrefix;

  Skeleton(String home, String methodPrefix) {
    this.home = home;
    this.methodPrefix = methodPrefix;
  }

  /** The dialect whose rule file has the signs that all on this skeleton share. */
  public String home() {
    return home;
  }

  /** What is done on this skeleton. */
  public Set<Act> acts() {
    return this == MINING
        ? EnumSet.complementOf(EnumSet.of(Act.LOGIN, Act.GETJOB, Act.JOB))
        : EnumSet.of(Act.LOGIN, Act.GETJOB, Act.SUBMIT, Act.HASHRATE, Act.ASK, Act.JOB, Act.TELL);
  }

  /** True if a method belongs to this skeleton whoever uses it. */
  boolean owns(String method) {
    return !methodPrefix.isEmpty() && method.startsWith(methodPrefix);
  }

  /** The word in rule files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

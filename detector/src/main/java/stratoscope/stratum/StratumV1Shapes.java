package stratoscope.stratum;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of Stratum V1 messages that are checked before they count. */
final class StratumV1Shapes {
  private static final int MIN_WORK_DIGITS = 32;
  /** A Zcash solution has 2,694. */
  private static final int MAX_WORK_DIGITS = 65536;
  /** NiceHash leaves that many of an Ethereum nonce's 16 to the miner at least. */
  private static final int MIN_NONCE_DIGITS = 6;
  private static final int WORDS_OF_A_HASH = 4;

  private StratumV1Shapes() {}

  /** A result that says itself that it is about mining: {@code [[["mining.notify", id]…], extranonce1, extranonce2 size]}. */
  static boolean isNamedSubscribeResult(@Nullable Object result) {
    return result instanceof List<?> list && isSubscribeResult(list) && String.valueOf(list.get(0)).contains("mining.");
  }

  /** {@code [[subscriptions], extranonce1, extranonce2 size]}. */
  static boolean isSubscribeResult(@Nullable Object result) {
    return result instanceof List<?> list
        && list.size() >= 3
        && list.get(0) instanceof List
        && Shapes.isHex(list.get(1), 0, 64)
        && list.get(2) instanceof Number;
  }

  /** {@code [20, "Other/Unknown", null]}. */
  static boolean isErrorTriple(@Nullable Object error) {
    return error instanceof List<?> list && list.size() >= 2 && list.get(0) instanceof Number && list.get(1) instanceof String;
  }

  /** {@code [job, prev64, cb1, cb2, [branch64…], ver8, nbits8, ntime8, clean]}. */
  static boolean isBitcoinNotify(List<?> p) {
    return p.size() == 9
        && p.get(0) instanceof String
        && Shapes.isHex(p.get(1), 64)
        && Shapes.isHex(p.get(2), 8, 65536)
        && Shapes.isHex(p.get(3), 0, 65536)
        && Shapes.isArrayOfHashes(p.get(4))
        && Shapes.isHex(p.get(5), 8)
        && Shapes.isHex(p.get(6), 8)
        && Shapes.isHex(p.get(7), 8);
  }

  /** Another coin's job: its name, and among the rest something to hash: hex of 128 bits and more, or numbers of 64 bits (Kaspa). */
  static boolean isOtherNotify(List<?> p) {
    return p.size() >= 3 && p.get(0) instanceof String && p.subList(1, p.size()).stream().anyMatch(StratumV1Shapes::isWork);
  }

  private static boolean isWork(@Nullable Object value) {
    return Shapes.isHex(value, MIN_WORK_DIGITS, MAX_WORK_DIGITS)
        || Shapes.isPrefixedHex(value, MIN_WORK_DIGITS, MAX_WORK_DIGITS)
        || (value instanceof List<?> list && list.size() == WORDS_OF_A_HASH && list.stream().allMatch(Number.class::isInstance));
  }

  /** Another coin's share: texts only, the job second, and behind it a nonce of 24 bits and more. */
  static boolean isOtherSubmit(List<?> p) {
    return p.size() >= 3
        && p.stream().allMatch(String.class::isInstance)
        && p.subList(2, p.size()).stream().anyMatch(StratumV1Shapes::isNonce);
  }

  private static boolean isNonce(@Nullable Object value) {
    return Shapes.isHex(value, MIN_NONCE_DIGITS, MAX_WORK_DIGITS) || Shapes.isPrefixedHex(value, MIN_NONCE_DIGITS, MAX_WORK_DIGITS);
  }

  /** {@code [["version-rolling"], {"version-rolling.mask":"1fffe000"}]}: names of extensions, then what is asked of them. */
  static boolean isConfigure(List<?> p) {
    return (p.size() == 1 || p.size() == 2)
        && p.get(0) instanceof List<?> extensions
        && !extensions.isEmpty()
        && extensions.stream().allMatch(String.class::isInstance)
        && (p.size() == 1 || p.get(1) instanceof Map);
  }

  /** {@code [user, job, extranonce2, ntime8, nonce8(, version8)]}. */
  static boolean isBitcoinSubmit(List<?> p) {
    return (p.size() == 5 || p.size() == 6)
        && p.get(0) instanceof String
        && p.get(1) instanceof String
        && Shapes.isHex(p.get(2), 0, 64)
        && Shapes.isHex(p.get(3), 8)
        && Shapes.isHex(p.get(4), 8)
        && (p.size() == 5 || Shapes.isHex(p.get(5), 8));
  }

  /** Strings, numbers, booleans and nulls only, few of them. */
  static boolean isScalars(List<?> params, int max) {
    return params.size() <= max && params.stream().noneMatch(p -> p instanceof List || p instanceof Map);
  }

  /** Network difficulty from the compact target ("nbits"): 0xFFFF * 256^(0x1D - exponent) / mantissa. */
  static double networkDifficulty(@Nullable Object bits) {
    int compact = Integer.parseUnsignedInt(String.valueOf(bits), 16);
    int mantissa = compact & 0x7FFFFF;
    return mantissa == 0 ? Double.NaN : Math.scalb(65535.0 / mantissa, 8 * (0x1D - (compact >>> 24)));
  }
}

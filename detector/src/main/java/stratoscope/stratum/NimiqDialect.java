package stratoscope.stratum;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of Nimiq's pools until its proof of work ended in November 2024; inside WebSocket.
 *
 * <pre>
 * miner  {"message":"register","mode":"nano","address":"NQ…","deviceId":1234,"deviceData":{…},"genesisHash":base64}
 * pool   {"message":"registered"}
 * pool   {"message":"settings","address":"NQ…","extraData":base64,"target":…,"targetCompact":520159231,"nonce":1234}
 * pool   {"message":"new-block","bodyHash":base64,"accountsHash":base64,"previousBlock":base64}
 * miner  {"message":"share","block":base64}                   pool  {"message":"error","reason":"invalid share: …"}, else nothing
 * pool   {"message":"balance","balance":0,"confirmedBalance":0,"payoutRequestActive":false}
 * </pre>
 *
 * <p>A miner of mode {@code smart} makes its blocks itself and hands in a header with proofs; one of mode {@code dumb} is given the header
 * and hands in a nonce. Confused with: any service that calls its messages so; so addresses and hashes must have their form. References:
 * Nimiq developer reference, "Mining Pool protocol"; nimiq/mining-pool.
 */
final class NimiqDialect implements MessageDialect {
  private static final Set<String> MODES = Set.of("nano", "smart", "dumb");
  private static final Set<String> OTHER_MESSAGES = Set.of("registered", "balance", "error", "payout");
  /** {@code NQ}, two check digits and 32 characters, with or without blanks. */
  private static final int ADDRESS_CHARS = 36;
  private static final int HASH_CHARS = 44; // of 32 bytes in Base64
  private static final int MIN_HEADER_CHARS = 196; // of 146 bytes
  private static final int MAX_CHARS = 65_536;

  @Override
  public String id() {
    return "nimiq";
  }

  @Override
  public Probe probe(RpcMessage message) {
    Map<String, @Nullable Object> members = message.members();
    String word = String.valueOf(members.get("message"));
    return switch (word) {
      case "register" -> isRegistration(members) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "settings" -> isSettings(members) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "new-block" -> isBlock(members) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "share" -> isShare(members) ? Probe.CERTAIN : Probe.NEED_MORE;
      default -> OTHER_MESSAGES.contains(word) ? Probe.NEED_MORE : Probe.NOT_MINE;
    };
  }

  static boolean isRegistration(Map<String, @Nullable Object> message) {
    return MODES.contains(String.valueOf(message.get("mode")))
        && isAddress(message.get("address"))
        && isBase64(message.get("genesisHash"), HASH_CHARS, HASH_CHARS);
  }

  static boolean isSettings(Map<String, @Nullable Object> message) {
    return isAddress(message.get("address"))
        && isBase64(message.get("extraData"), 4, MAX_CHARS)
        && Shapes.isInteger(message.get("targetCompact"));
  }

  static boolean isBlock(Map<String, @Nullable Object> message) {
    boolean isForNano = isBase64(message.get("bodyHash"), HASH_CHARS, HASH_CHARS)
        && isBase64(message.get("accountsHash"), HASH_CHARS, HASH_CHARS)
        && isBase64(message.get("previousBlock"), MIN_HEADER_CHARS, MAX_CHARS);
    return isForNano || isBase64(message.get("blockHeader"), MIN_HEADER_CHARS, MAX_CHARS);
  }

  /** True for a block, or a header with proofs that it pays the pool. */
  static boolean isShare(Map<String, @Nullable Object> message) {
    return isBase64(message.get("block"), MIN_HEADER_CHARS, MAX_CHARS)
        || (isBase64(message.get("blockHeader"), MIN_HEADER_CHARS, MAX_CHARS)
            && isBase64(message.get("minerAddrProof"), 4, MAX_CHARS)
            && isBase64(message.get("extraDataProof"), 4, MAX_CHARS));
  }

  private static boolean isAddress(@Nullable Object value) {
    if (!(value instanceof String text) || !text.startsWith("NQ")) {
      return false;
    }
    String address = text.replace(" ", "");
    return address.length() == ADDRESS_CHARS && address.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
  }

  private static boolean isBase64(@Nullable Object value, int minChars, int maxChars) {
    return value instanceof String text && text.length() >= minChars && text.length() <= maxChars && text.length() % 4 == 0
        && text.chars().allMatch(c -> (c < 0x80 && Character.isLetterOrDigit(c)) || c == '+' || c == '/' || c == '=');
  }

  /** Hashes that a share takes: 2^256 by a target whose high byte counts its bytes and whose low three begin it; NaN if there is none. */
  static double difficulty(@Nullable Object compactTarget) {
    if (!(compactTarget instanceof Integer) && !(compactTarget instanceof Long)) {
      return Double.NaN;
    }
    long compact = ((Number) compactTarget).longValue();
    long mantissa = compact & 0xFFFFFF;
    int bytes = (int) (compact >>> 24);
    boolean isTarget = compact > 0 && compact <= 0xFFFFFFFFL && mantissa > 0 && bytes <= 32;
    return isTarget ? Math.scalb(1.0 / mantissa, 256 - 8 * (bytes - 3)) : Double.NaN;
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new NimiqSession(options, sink);
  }
}

package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of Beam's node and pools. All stands at the top level; an answer is a message of its own.
 *
 * <pre>
 * miner  {"jsonrpc":"2.0","id":"login","method":"login","api_key":"wallet.rig"}
 * pool   {"jsonrpc":"2.0","id":"login","method":"result","code":0,"description":"Login successful","nonceprefix":"ab4e3a"}
 * pool   {"jsonrpc":"2.0","id":"212","method":"job","input":hex64,"difficulty":436207616,"height":500}
 * miner  {"jsonrpc":"2.0","id":"212","method":"solution","nonce":hex16,"output":hex208}
 * pool   {"jsonrpc":"2.0","id":"212","method":"result","code":1,"description":"accepted"}     or  "code":2,"description":"rejected"
 * </pre>
 *
 * <p>Confused with: any service with methods {@code login}, {@code job} and {@code result}; so only a nonce prefix, a job or a solution in
 * the right form counts. References: BeamMW/beam pow/stratum.h, core/difficulty.h; nicehash/Specifications Beam_NiceHash_v1.0.txt.
 */
final class BeamDialect implements MessageDialect {
  private static final int NONCE_DIGITS = 16;
  private static final int SOLUTION_DIGITS = 208;
  private static final int MAX_PREFIX_DIGITS = 12;
  /** A difficulty is 2^24 + its low 24 bits, times 2 to the power of its high 8 bits less 24. */
  private static final int MANTISSA_BITS = 24;
  private static final long LEADING_BIT = 1L << MANTISSA_BITS;
  /** Where no hash of 256 bits is good enough. */
  private static final long INFINITE = (256L - MANTISSA_BITS) << MANTISSA_BITS;

  @Override
  public String id() {
    return "beam";
  }

  @Override
  public Probe probe(RpcMessage message) {
    Map<String, @Nullable Object> members = message.members();
    if (members.containsKey("params") || message.isAnswer()) {
      return Probe.NOT_MINE;
    }
    return switch (String.valueOf(message.method())) {
      case "login" -> members.get("api_key") instanceof String ? Probe.POSSIBLE : Probe.NOT_MINE;
      case "job" -> isJob(members) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "solution" -> isSolution(members) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "result" -> isResult(members) ? Probe.POSSIBLE : Probe.NOT_MINE;
      default -> Probe.NOT_MINE;
    };
  }

  static boolean isJob(Map<String, @Nullable Object> job) {
    return Shapes.isHex(job.get("input"), Shapes.HASH_DIGITS) && !Double.isNaN(difficulty(job.get("difficulty")));
  }

  static boolean isSolution(Map<String, @Nullable Object> solution) {
    return Shapes.isHex(solution.get("nonce"), NONCE_DIGITS) && Shapes.isHex(solution.get("output"), SOLUTION_DIGITS);
  }

  static boolean isResult(Map<String, @Nullable Object> result) {
    return result.get("code") instanceof Integer && result.get("description") instanceof String;
  }

  static boolean hasNoncePrefix(Map<String, @Nullable Object> message) {
    return Shapes.isHex(message.get("nonceprefix"), 2, MAX_PREFIX_DIGITS);
  }

  /** Solutions that a share takes on average; NaN if the number is no difficulty. */
  static double difficulty(@Nullable Object packed) {
    if (!(packed instanceof Integer) && !(packed instanceof Long)) {
      return Double.NaN;
    }
    long value = ((Number) packed).longValue();
    boolean isDifficulty = value >= 0 && value < INFINITE;
    return isDifficulty ? Math.scalb((double) (LEADING_BIT | (value & (LEADING_BIT - 1))), (int) (value >>> MANTISSA_BITS) - MANTISSA_BITS)
        : Double.NaN;
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new BeamSession(options, sink);
  }
}

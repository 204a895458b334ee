package stratoscope.stratum;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of CryptoNote messages that are checked before they count. */
final class CryptonoteShapes {
  /** Shortest blob known: DERO's miniblock of 48 bytes. */
  private static final int MIN_BLOB_DIGITS = 96;
  /** Monero's own is 152 to 156; proxies send up to a whole template. */
  private static final int MAX_BLOB_DIGITS = 4096;
  /** A base58 public address of two 256-bit keys has 95 characters, an integrated one 106; forks go from 94 to 110. */
  private static final int MIN_WALLET_CHARS = 94;
  private static final int MAX_WALLET_CHARS = 110;
  /** The variant that XMRig writes as a letter. */
  private static final int CRYPTONIGHT_R = 4;
  private static final int MAX_MAJOR_VERSION = 100;
  private static final long FIRST_CRYPTONOTE_BLOCK_SECONDS = 1_393_000_000L; // February 2014
  private static final long LAST_PLAUSIBLE_SECONDS = 4_102_444_800L; // the year 2100

  private CryptonoteShapes() {}

  /** A job: what to hash, under which name, and below which target. */
  static boolean isJob(Map<String, @Nullable Object> job) {
    return isBlob(job.get("blob"))
        && (job.get("job_id") instanceof String || job.get("job_id") instanceof Number)
        && isTarget(job.get("target"));
  }

  private static boolean isBlob(@Nullable Object blob) {
    return blob instanceof String text && Shapes.isHex(text, MIN_BLOB_DIGITS, MAX_BLOB_DIGITS) && text.length() % 2 == 0;
  }

  private static boolean isTarget(@Nullable Object target) {
    return Shapes.isHex(target, 8) || Shapes.isHex(target, 16);
  }

  /** A share: a nonce of 4 or 8 bytes and the 256-bit hash it gave. */
  static boolean isShare(Map<String, @Nullable Object> share) {
    return (share.get("job_id") instanceof String || share.get("job_id") instanceof Number)
        && (Shapes.isHex(share.get("nonce"), 8) || Shapes.isHex(share.get("nonce"), 16))
        && Shapes.isHex(share.get("result"), Shapes.HASH_DIGITS);
  }

  /** The last byte of four, which NiceHash and xmrig-proxy give each client its own value of; -1 where nonces are longer. */
  static int noncePart(String nonce) {
    return nonce.length() == 8 ? Integer.parseInt(nonce, 6, 8, 16) : -1;
  }

  /** True if the user name starts with a CryptoNote address, whatever is appended to it. */
  static boolean isWallet(String user) {
    int end = 0;
    while (end < user.length() && isBase58(user.charAt(end))) {
      end++;
    }
    return end >= MIN_WALLET_CHARS && end <= MAX_WALLET_CHARS;
  }

  private static boolean isBase58(char c) {
    return (c >= '1' && c <= '9') || (c >= 'A' && c <= 'Z' && c != 'I' && c != 'O') || (c >= 'a' && c <= 'z' && c != 'l');
  }

  /** True for a list of which an entry names a CryptoNote family algorithm the way miners do: {@code rx/0}, {@code cn-lite/1}. */
  static boolean isAlgorithmList(@Nullable Object algorithms) {
    return algorithms instanceof List<?> list && list.stream().anyMatch(CryptonoteShapes::isAlgorithm);
  }

  /** True for an object that says how fast each algorithm is computed, as MoneroOcean's pool asks for. */
  static boolean isAlgorithmSpeed(@Nullable Object speeds) {
    return speeds instanceof Map<?, ?> map
        && map.entrySet().stream().anyMatch(speed -> isAlgorithm(speed.getKey()) && speed.getValue() instanceof Number);
  }

  private static boolean isAlgorithm(@Nullable Object name) {
    return name instanceof String text
        && (text.equals("cn") || List.of("rx/", "cn/", "cn-", "argon2/").stream().anyMatch(text::startsWith));
  }

  /** What a job is hashed with: {@code rx/0}, or {@code cn} with a variant beside it; null if it does not say. */
  static @Nullable String algorithm(Map<String, @Nullable Object> job) {
    String name = RpcMessage.text(job, "algo");
    if (name == null || name.indexOf('/') >= 0 || !(job.get("variant") instanceof Integer variant) || variant < 0) {
      return name;
    }
    return name + "/" + (variant == CRYPTONIGHT_R ? "r" : variant.toString());
  }

  /** True if the blob starts like a block header: version, version, time stamp as variable-length integers. */
  static boolean isBlockHeader(String blob) {
    return isBlockHeader(blob, new int[] {0});
  }

  /** The hash of the block before, which follows the time stamp in a block header; null if the blob does not start like one. */
  static @Nullable String previousBlock(String blob) {
    int[] at = {0};
    boolean isHeader = isBlockHeader(blob, at) && at[0] + Shapes.HASH_DIGITS <= blob.length();
    return isHeader ? blob.substring(at[0], at[0] + Shapes.HASH_DIGITS) : null;
  }

  private static boolean isBlockHeader(String blob, int[] at) {
    long major = varint(blob, at);
    long minor = varint(blob, at);
    long seconds = varint(blob, at);
    return major > 0
        && major <= MAX_MAJOR_VERSION
        && minor >= 0
        && minor <= MAX_MAJOR_VERSION
        && seconds >= FIRST_CRYPTONOTE_BLOCK_SECONDS
        && seconds <= LAST_PLAUSIBLE_SECONDS;
  }

  /** Reads a variable-length integer from hex at the given digit, which is moved; -1 if it ends early or is too long. */
  private static long varint(String hex, int[] at) {
    long value = 0;
    for (int shift = 0; shift < 63 && at[0] + 2 <= hex.length(); shift += 7) {
      int b = (Character.digit(hex.charAt(at[0]), 16) << 4) | Character.digit(hex.charAt(at[0] + 1), 16);
      at[0] += 2;
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    return -1;
  }

  /**
   * Hashes that a share under this target takes on average: 2^32 / t for 4 bytes, 2^64 / t for 8, little-endian (xmrig, Job.cpp).
   *
   * @return NaN if there is no such target
   */
  static double difficulty(@Nullable Object target) {
    if (!(target instanceof String hex) || !isTarget(target)) {
      return Double.NaN;
    }
    double value = 0;
    for (int i = hex.length() - 2; i >= 0; i -= 2) {
      value = value * 256 + Integer.parseInt(hex, i, i + 2, 16);
    }
    return value == 0 ? Double.NaN : Math.scalb(1.0, hex.length() * 4) / value;
  }
}

package stratoscope.record.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What chains the records of a store: the hash of each is the SHA-256 of the hash of the one before, a colon, its number, a colon, and its
 * line, all as UTF-8. Hashes are written in small hex digits; before the first record stands {@link #START}. One thread.
 */
final class HashChain {
  static final String START = "0".repeat(64);

  private final MessageDigest digest;
  private String hash;

  /** @param hash that the next record follows */
  HashChain(String hash) {
    this.hash = hash;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** Takes the next record and returns its hash. */
  String next(long number, String line) {
    String link = hash + ":" + number + ":" + line;
    hash = HexFormat.of().formatHex(digest.digest(link.getBytes(StandardCharsets.UTF_8)));
    return hash;
  }

  String hash() {
    return hash;
  }
}

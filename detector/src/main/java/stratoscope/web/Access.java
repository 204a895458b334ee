package stratoscope.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may read the pages: users with passwords, and who holds a token. Immutable. Keeps hashes alone, which are compared in a time that
 * doesn't depend on what was said, nor on whose it is. They are quick ones: a hash that is slow by design would let anybody who guesses
 * keep the sensor busy.
 */
final class Access {
  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";
  private static final int MAX_ENTRIES = 100;
  /** Shorter ones are found by trying. */
  private static final int MIN_SECRET_CHARS = 12;

  private final List<byte[]> digests;

  private Access(List<byte[]> digests) {
    this.digests = digests;
  }

  /**
   * Reads lines {@code USER:PASSWORD} and {@code bearer TOKEN}; empty ones, and those that begin with {@code #}, say nothing.
   *
   * @throws IOException with file and line, if it can't be used
   */
  static Access read(Path file) throws IOException {
    List<byte[]> digests = new ArrayList<>();
    int number = 0;
    for (String line : SecretFile.read(file).split("\r?\n", -1)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        String problem = add(line, digests);
        if (problem != null) {
          throw new IOException(file + ":" + number + ": " + problem);
        }
      }
    }
    if (digests.isEmpty()) {
      throw new IOException(file + ": names nobody: lines USER:PASSWORD or 'bearer TOKEN' are expected");
    }
    return new Access(digests);
  }

  private static @Nullable String add(String line, List<byte[]> digests) {
    boolean isToken = startsWith(line, BEARER);
    String secret = isToken ? line.substring(BEARER.length()).strip() : line.substring(line.indexOf(':') + 1);
    if (!isToken && (line.indexOf(':') < 1 || line.lastIndexOf(' ', line.indexOf(':')) >= 0)) {
      return "neither USER:PASSWORD nor 'bearer TOKEN'";
    }
    if (isToken && !secret.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      return "a token is printable ASCII without spaces";
    }
    if (secret.length() < MIN_SECRET_CHARS) {
      return "a secret has " + MIN_SECRET_CHARS + " characters at least, as of: openssl rand -base64 24";
    }
    if (digests.size() == MAX_ENTRIES) {
      return "more than " + MAX_ENTRIES + " users and tokens";
    }
    digests.add(isToken ? digest(BEARER, secret.getBytes(UTF_8)) : digest(BASIC, line.getBytes(UTF_8)));
    return null;
  }

  /**
   * Whether what a client says of itself is true.
   *
   * @param authorization the header of that name; null if there was none
   */
  boolean admits(@Nullable String authorization) {
    byte[] said = authorization == null ? null : said(authorization);
    if (said == null) {
      return false;
    }
    boolean isKnown = false;
    for (byte[] digest : digests) {
      isKnown |= MessageDigest.isEqual(digest, said);
    }
    return isKnown;
  }

  private static byte @Nullable [] said(String authorization) {
    if (startsWith(authorization, BEARER)) {
      return digest(BEARER, authorization.substring(BEARER.length()).strip().getBytes(UTF_8));
    }
    if (startsWith(authorization, BASIC)) {
      try {
        return digest(BASIC, Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip()));
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return null;
  }

  private static boolean startsWith(String text, String scheme) {
    return text.length() > scheme.length() && text.substring(0, scheme.length()).toLowerCase(Locale.ROOT).equals(scheme);
  }

  private static byte[] digest(String scheme, byte[] secret) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(scheme.getBytes(UTF_8));
      return sha256.digest(secret);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}

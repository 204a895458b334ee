package stratoscope.names;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Fingerprints of hellos: JA3 (salesforce/ja3), JA4 (FoxIO, technical_details/JA4.md). */
final class Fingerprints {
  private static final int MAX_COUNT = 99;
  private static final int SHORT_DIGITS = 12;
  private static final String NO_LIST = "0".repeat(SHORT_DIGITS);

  private Fingerprints() {}

  static String ja3Text(ClientHello hello) {
    return hello.legacyVersion() + "," + decimal(Grease.without(hello.ciphers())) + "," + decimal(Grease.without(hello.extensions()))
        + "," + decimal(Grease.without(hello.groups())) + "," + decimal(hello.pointFormats());
  }

  static String ja4(ClientHello hello) {
    int[] ciphers = Grease.without(hello.ciphers());
    int[] extensions = Grease.without(hello.extensions());
    return "t" + version(hello.highestVersion()) + (hello.hasExtension(ClientHello.SERVER_NAME) ? "d" : "i")
        + count(ciphers) + count(extensions) + protocol(hello.protocols())
        + "_" + shortDigest(sortedHex(ciphers), "")
        + "_" + shortDigest(sortedHex(withoutNames(extensions)), hex(Grease.without(hello.signatureAlgorithms())));
  }

  private static int[] withoutNames(int[] extensions) {
    return Arrays.stream(extensions).filter(type -> type != ClientHello.SERVER_NAME && type != ClientHello.ALPN).toArray();
  }

  private static String version(int version) {
    return switch (version) {
      case 0x0304 -> "13";
      case 0x0303 -> "12";
      case 0x0302 -> "11";
      case 0x0301 -> "10";
      case 0x0300 -> "s3";
      default -> "00";
    };
  }

  private static String count(int[] numbers) {
    return String.format(Locale.ROOT, "%02d", Math.min(MAX_COUNT, numbers.length));
  }

  /** First and last character of the first protocol, or of its hex digits if one of those is no letter or digit. */
  private static String protocol(List<String> protocols) {
    if (protocols.isEmpty() || protocols.get(0).isEmpty()) {
      return "00";
    }
    String first = protocols.get(0);
    String text = isAlphanumeric(first.charAt(0)) && isAlphanumeric(first.charAt(first.length() - 1))
        ? first : HexFormat.of().formatHex(first.getBytes(StandardCharsets.ISO_8859_1));
    return "" + text.charAt(0) + text.charAt(text.length() - 1);
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String shortDigest(String list, String further) {
    if (list.isEmpty()) {
      return NO_LIST;
    }
    return digest("SHA-256", further.isEmpty() ? list : list + "_" + further).substring(0, SHORT_DIGITS);
  }

  private static String decimal(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining("-"));
  }

  private static String sortedHex(int[] numbers) {
    return hex(Arrays.stream(numbers).sorted().toArray());
  }

  private static String hex(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(number -> HexFormat.of().toHexDigits((short) number)).collect(Collectors.joining(","));
  }

  static String md5(String text) {
    return digest("MD5", text);
  }

  private static String digest(String algorithm, String text) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}

package stratoscope.config.lists;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Reads lists with a host on each line, files like {@code /etc/hosts}, and Suricata's datasets, whose lines are base64 or plain. */
final class PlainList {
  /** Addresses to which files of hosts send what they block. */
  private static final Set<String> SINKS = Set.of("0.0.0.0", "127.0.0.1", "::", "::1");
  private static final Set<String> OWN_NAMES = Set.of("localhost", "localhost.localdomain", "local", "broadcasthost", "ip6-localhost",
      "ip6-loopback", "ip6-localnet", "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters", "ip6-allhosts", "0.0.0.0");

  private PlainList() {}

  static void read(BufferedReader in, ListSink sink) throws IOException {
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      String text = withoutComment(line);
      if (!text.isEmpty()) {
        readLine(List.of(text.split("\\s+", -1)), number, sink);
      }
    }
  }

  /** What a line says in front of {@code #} or {@code ;}. */
  static String withoutComment(String line) {
    return line.replace("\uFEFF", "").replaceFirst("(^|\\s)[#;].*", "").strip();
  }

  private static void readLine(List<String> words, long line, ListSink sink) {
    String first = words.get(0);
    if (words.size() > 1 && SINKS.contains(first)) {
      words.stream().skip(1).filter(name -> !OWN_NAMES.contains(name)).forEach(name -> sink.accept(name, 0, null, line));
    } else if (words.size() > 1) {
      sink.refuse("'" + String.join(" ", words) + "' is more than one host", line);
    } else if (first.indexOf('.') < 0 && first.indexOf(':') < 0) {
      String decoded = decoded(first);
      HostText.read(decoded.indexOf('.') < 0 ? first : decoded, null, line, sink);
    } else {
      HostText.read(first, null, line, sink);
    }
  }

  /** What base64 says; empty if it is none. */
  private static String decoded(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.ISO_8859_1).strip();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

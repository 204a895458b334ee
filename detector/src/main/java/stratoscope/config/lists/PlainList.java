package stratoscope.config.lists;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import stratoscope.names.AddressRange;
import stratoscope.names.Ports;

/** Reads lists with a host on each line, files like {@code /etc/hosts}, and Suricata's datasets, whose lines are base64 or plain. */
final class PlainList {
  private static final Set<String> OWN_NAMES = Set.of("localhost", "localhost.localdomain", "local", "broadcasthost", "ip6-localhost",
      "ip6-loopback", "ip6-localnet", "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters", "ip6-allhosts", "0.0.0.0");

  /** What follows {@code #} or {@code ;}, and lines of ad blockers that begin with {@code !}. */
  private static final Pattern COMMENT = Pattern.compile("^\\s*(!|//).*|(^|\\s)[#;].*");
  /** In front of a port, or of a dataset's reputation. */
  private static final Pattern BEFORE_NUMBER = Pattern.compile("[,;](?=\\d{1,5}$)");
  /** A host, or a URL without a path, with several ports; it never goes back, so that a long line is no deep stack. */
  private static final Pattern HOST_WITH_PORTS = Pattern.compile(
      "(?:[\\w+.-]++://)?+(?:\\[[^\\]]*+\\]|[^\\s:\\[\\]]++):\\d{1,5}+(?:-\\d{1,5})?+(?:\\s*+[,;]\\s*+\\d{1,5}+(?:-\\d{1,5})?+)++");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private PlainList() {}

  static void read(BufferedReader in, ListSink sink) throws IOException {
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      String text = withoutComment(line);
      if (HOST_WITH_PORTS.matcher(text).matches()) {
        HostText.read(SPACE.matcher(text).replaceAll(""), null, number, sink);
      } else if (!text.isEmpty()) {
        readLine(List.of(SPACE.split(BEFORE_NUMBER.matcher(text).replaceFirst(" "), -1)), number, sink);
      }
    }
  }

  /** What a line says beside comments. */
  static String withoutComment(String line) {
    return COMMENT.matcher(line).replaceFirst("").strip();
  }

  private static void readLine(List<String> words, long line, ListSink sink) {
    String first = words.get(0);
    if (words.size() > 1 && isOfHostsFile(words)) {
      words.stream().skip(1).filter(name -> !OWN_NAMES.contains(name))
          .forEach(name -> sink.accept(HostText.withoutStar(name), Ports.NONE, null, line));
    } else if (words.size() > 1 && !(words.size() == 2 && HostText.isPorts(words.get(1)))) {
      sink.refuse("'" + String.join(" ", words) + "' is more than one host", line);
    } else if (first.indexOf('.') < 0 && first.indexOf(':') < 0) {
      String decoded = decoded(first);
      HostText.read(decoded.indexOf('.') < 0 ? first : decoded, null, line, sink);
    } else {
      HostText.read(first, words.size() < 2 ? "" : words.get(1), null, line, sink);
    }
  }

  /** True of names behind the address to which they are sent. */
  private static boolean isOfHostsFile(List<String> words) {
    return (words.get(0).equals("0") || AddressRange.addressOrNull(words.get(0)) != null)
        && words.stream().skip(1).noneMatch(word -> AddressRange.isAddressLike(word) && !OWN_NAMES.contains(word));
  }

  /** What base64 says; empty if it is none. */
  private static String decoded(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8).strip();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

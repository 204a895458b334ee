package stratoscope.config.lists;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;
import stratoscope.names.Ports;

/** One host as people write it: a name, an address, a prefix, either with a port, or a URL. */
final class HostText {
  /** A domain that ad blockers block whole: no path, no star, not on some sites only, not some kinds of requests only. */
  private static final Pattern BLOCKED =
      Pattern.compile("\\|\\|([^/^$*@|]+)\\^?(\\$(third-party|3p|all|document|doc|popup|important|,)+)?");
  private static final Pattern SCHEME = Pattern.compile("\\S+?://");
  private static final Pattern PROTOCOL = Pattern.compile("/(tcp|udp)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern BETWEEN_PORTS = Pattern.compile("[\\s,|/;]+");
  private static final Pattern PORTS = Pattern.compile("\\d{1,5}(-\\d{1,5})?(/tcp|/udp)?");

  private HostText() {}

  /** Hands over a host. What has a port or is a URL is meant to be that very host; a bare name stands for those below it, too. */
  static void read(String text, @Nullable LocalDate day, long line, ListSink sink) {
    read(text, "", day, line, sink);
  }

  /**
   * The same where ports may be said beside it.
   *
   * @param ports as lists write them; of a host with a port of its own they are not looked at
   */
  static void read(String written, String ports, @Nullable LocalDate day, long line, ListSink sink) {
    String text = written.replace("[.]", ".").replace("[:]", ":").replace("[://]", "://"); // as reports write what nobody should click on
    if (text.startsWith("@@")) {
      sink.refuse("'" + text + "' says what is let pass", line);
      return;
    }
    int scheme = text.indexOf("://");
    if (scheme < 0 && text.indexOf('@') >= 0) {
      sink.refuse("'" + text + "' is an address of mail", line);
      return;
    }
    if (scheme >= 0 && !SCHEME.matcher(text).lookingAt()) {
      sink.refuse("'" + text + "' is more than one URL", line);
      return;
    }
    boolean isBare = scheme < 0 && AddressRange.isAddressLike(text) && !text.startsWith("[") && !isIpv4WithPort(text);
    if (isBare) {
      accept(text, ports, day, line, sink);
    } else {
      readAuthority(scheme < 0 ? text : text.substring(scheme + 3).replaceFirst("[/?#].*", ""), scheme >= 0, ports, day, line, sink);
    }
  }

  private static boolean isIpv4WithPort(String text) {
    return text.indexOf('.') >= 0 && text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':');
  }

  private static void readAuthority(String text, boolean isUrl, String others, @Nullable LocalDate day, long line, ListSink sink) {
    String authority = text.substring(text.lastIndexOf('@') + 1);
    int colon = authority.lastIndexOf(':');
    boolean isBracketed = authority.startsWith("[");
    boolean hasPort = colon > 0 && (!isBracketed || authority.charAt(colon - 1) == ']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    if (isBracketed) {
      host = host.replace("[", "").replace("]", "");
    }
    String ports = hasPort && colon + 1 < authority.length() ? authority.substring(colon + 1) : others;
    String name = withoutStar(host);
    accept(name.equals(host) && (isUrl || !ports.isEmpty()) ? exact(host) : name, ports, day, line, sink);
  }

  private static void accept(String indicator, String ports, @Nullable LocalDate day, long line, ListSink sink) {
    try {
      sink.accept(indicator, portsOf(ports), day, line);
    } catch (IllegalArgumentException e) {
      sink.refuse(String.valueOf(e.getMessage()), line);
    }
  }

  /** The indicator of that very host. */
  static String exact(String host) {
    return host.isEmpty() || AddressRange.isAddressLike(host) ? host : "=" + host;
  }

  /** The indicator of a domain, which lists write in several ways. */
  static String withoutStar(String domain) {
    Matcher blocked = BLOCKED.matcher(domain);
    String name = blocked.matches() ? blocked.group(1) : domain;
    return name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
  }

  /**
   * Ports as lists write them: {@code 3333}, {@code 3333/tcp}, {@code 3333;4444}, {@code 3333, 4444-4449}; 0 is none.
   *
   * @throws IllegalArgumentException if they are none, with a reason for people
   */
  static Ports portsOf(String text) {
    if (text.isEmpty()) {
      return Ports.NONE;
    }
    String ports = BETWEEN_PORTS.matcher(PROTOCOL.matcher(text).replaceAll("").strip()).replaceAll(";");
    if (ports.isEmpty() || ports.equals("0")) {
      return Ports.NONE;
    }
    try {
      return Ports.parse(ports);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no port", e);
    }
  }

  /** True of a text that is ports and nothing else. */
  static boolean isPorts(String text) {
    return PORTS.matcher(text).matches();
  }
}

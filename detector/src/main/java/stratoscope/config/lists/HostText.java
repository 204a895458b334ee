package stratoscope.config.lists;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;

/** One host as people write it: a name, an address, a prefix, either with a port, or a URL. */
final class HostText {
  private static final int MAX_PORT = 0xFFFF;

  private HostText() {}

  /** Hands over a host. What has a port or is a URL is meant to be that very host; a bare name stands for those below it, too. */
  static void read(String text, @Nullable LocalDate day, long line, ListSink sink) {
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      readAuthority(text.substring(scheme + 3), true, day, line, sink);
    } else if (AddressRange.isAddressLike(text) && !text.startsWith("[") && (text.indexOf('.') < 0 || text.indexOf(':') < 0)) {
      sink.accept(text, 0, day, line);
    } else {
      readAuthority(text, false, day, line, sink);
    }
  }

  private static void readAuthority(String text, boolean isUrl, @Nullable LocalDate day, long line, ListSink sink) {
    String authority = isUrl ? text.replaceFirst("[/?#].*", "") : text;
    authority = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = authority.lastIndexOf(':');
    boolean isBracketed = authority.startsWith("[");
    boolean hasPort = colon > 0 && (!isBracketed || authority.charAt(colon - 1) == ']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    if (isBracketed) {
      host = host.replace("[", "").replace("]", "");
    }
    int port = hasPort ? portOf(authority.substring(colon + 1)) : 0;
    if (port < 0) {
      sink.refuse("'" + authority.substring(colon + 1) + "' is no port", line);
    } else {
      sink.accept((hasPort || isUrl) ? exact(host) : withoutStar(host), port, day, line);
    }
  }

  /** The indicator of that very host. */
  static String exact(String host) {
    return host.isEmpty() || AddressRange.isAddressLike(host) ? host : "=" + host;
  }

  /** The indicator of a domain, which lists write in several ways. */
  static String withoutStar(String domain) {
    String name = domain.startsWith("||") ? domain.substring(2).replace("^", "") : domain;
    return name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
  }

  /** -1 if it is none. */
  static int portOf(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0 && port <= MAX_PORT ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}

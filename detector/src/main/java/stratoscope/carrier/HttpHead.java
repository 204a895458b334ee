package stratoscope.carrier;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Start line and headers of one HTTP message.
 *
 * @param isRequest false for a response
 * @param method empty in a response
 * @param target what the request is for, as sent: a path, a whole URI, or {@code host:port} of a CONNECT; empty in a response
 * @param status 0 in a request
 * @param headers in the order sent; of HTTP/2, {@code :authority} stands here as {@code host}
 * @param streamId which request and response of HTTP/2 share; 0 in HTTP/1, where responses come in the order of the requests
 */
public record HttpHead(boolean isRequest, String method, String target, int status, List<Map.Entry<String, String>> headers,
    int streamId) {
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  /** Memory for what holds the texts of the start line, and of one header. */
  private static final int START_BYTES = 256;
  private static final int HEADER_BYTES = 128;
  /** A dozen headers of 50 characters and more; pools send fewer. */
  private static final int MAX_KEPT_BYTES = 4096;
  private static final String URI = "http://";
  private static final int DEFAULT_PORT = 80;

  public HttpHead {
    headers = List.copyOf(headers);
  }

  /** A head of HTTP/1. */
  public HttpHead(boolean isRequest, String method, String target, int status, List<Map.Entry<String, String>> headers) {
    this(isRequest, method, target, status, headers, 0);
  }

  public boolean isConnect() {
    return method.equals("CONNECT");
  }

  /** True where more has to be said before anything can travel inside: a tunnel or a WebSocket, asked for, refused for now or granted. */
  public boolean isAboutCarrier() {
    return isConnect() || header("upgrade") != null || status == PROXY_AUTHENTICATION_REQUIRED;
  }

  /** True of a request of a browser, or of what gives itself out for one: all begin their name alike. */
  public boolean isBrowsers() {
    String software = header("user-agent");
    return software != null && software.startsWith("Mozilla/");
  }

  /** The host that a request is for; null if it names none. */
  public @Nullable String host() {
    return authority().host();
  }

  /** Whom a request is for: its target says so if it is a whole URI, as proxies are sent, else the header Host. */
  Authority authority() {
    return Authority.of(isOfWholeUri() ? authorityOfUri() : header("host"));
  }

  private String authorityOfUri() {
    int end = URI.length();
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return target.substring(URI.length(), end);
  }

  /** The port of a target that is a whole URI; 0 elsewhere: it is that of the connection then. */
  public int port() {
    if (!isOfWholeUri()) {
      return 0;
    }
    int named = authority().port();
    return named == 0 ? DEFAULT_PORT : named;
  }

  private boolean isOfWholeUri() {
    return target.regionMatches(true, 0, URI, 0, URI.length());
  }

  /** Memory for it, roughly. */
  int heldBytes() {
    return START_BYTES + method.length() + target.length() + headers.stream().mapToInt(HttpHead::heldBytes).sum();
  }

  private static int heldBytes(Map.Entry<String, String> header) {
    return HEADER_BYTES + header.getKey().length() + header.getValue().length();
  }

  /** The same, to be kept as long as a connection: without the target or the headers that would make it too long for that. */
  public HttpHead kept() {
    if (heldBytes() <= MAX_KEPT_BYTES) {
      return this;
    }
    HttpHead start = new HttpHead(isRequest, method, target.length() > MAX_KEPT_BYTES / 2 ? "" : target, status, List.of(), streamId);
    List<Map.Entry<String, String>> kept = new ArrayList<>();
    int left = MAX_KEPT_BYTES - start.heldBytes();
    for (Map.Entry<String, String> header : headers) {
      if (heldBytes(header) <= left) {
        left -= heldBytes(header);
        kept.add(header);
      }
    }
    return new HttpHead(isRequest, method, start.target, status, kept, streamId);
  }

  /** The first header of this name in any case, or null. */
  public @Nullable String header(String name) {
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue();
      }
    }
    return null;
  }
}

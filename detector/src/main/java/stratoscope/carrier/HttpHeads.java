package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;
import stratoscope.flow.HttpScreen;

/** What is read from heads of HTTP/1. Stateless. */
final class HttpHeads {
  private static final String BASIC = "basic ";

  private HttpHeads() {}

  static HttpHead of(HttpMessage message) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (Map.Entry<String, String> header : message.headers()) {
      headers.add(Map.entry(header.getKey(), header.getValue()));
    }
    return message instanceof HttpRequest request
        ? new HttpHead(true, request.method().name(), request.uri(), 0, headers)
        : new HttpHead(false, "", "", ((HttpResponse) message).status().code(), headers);
  }

  /**
   * Bytes up to and including the empty line, -1 if it is not there yet.
   *
   * @param scanned bytes known not to hold it, though they may hold its beginning
   */
  static int lengthOf(ByteBuf in, int scanned) {
    int start = in.readerIndex();
    int end = in.writerIndex();
    for (int at = Math.max(start, start + scanned - 2); (at = in.indexOf(at, end, (byte) '\n')) >= 0; at++) {
      int next = at + 1 < end && in.getByte(at + 1) == '\r' ? at + 2 : at + 1;
      if (next < end && in.getByte(next) == '\n') {
        return next + 1 - start;
      }
    }
    return -1;
  }

  /** The host that a request is for, whose whole head this is, undecoded; empty if there is none. */
  static String hostOf(ByteBuffer head, int from, int end) {
    int at = HttpScreen.hostAt(head, from, end);
    StringBuilder host = new StringBuilder();
    while (at >= 0 && at < end && (head.get(at) == ' ' || head.get(at) == '\t')) {
      at++;
    }
    while (at >= 0 && at < end && HttpScreen.isOfHost(head.get(at))) {
      host.append((char) head.get(at++));
    }
    return Objects.requireNonNullElse(Authority.of(host.toString()).host(), "");
  }

  /** What a request asks for beside an answer; null if nothing. */
  static @Nullable Offer offerOf(HttpHead head, Direction from) {
    if (head.isConnect()) {
      return Offer.to(from, Carrier.HTTP_CONNECT, Authority.of(head.target()), user(head.header("proxy-authorization")));
    }
    return isWebSocket(head)
        ? Offer.to(from, Carrier.WEBSOCKET, head.authority(), user(head.header("proxy-authorization"))) : null;
  }

  static boolean isWebSocket(HttpHead head) {
    String upgrade = head.header("upgrade");
    return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
  }

  private static @Nullable String user(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    try {
      String pair = new String(Base64.getDecoder().decode(authorization.substring(BASIC.length()).trim()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? pair : pair.substring(0, colon);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages under way in one direction of an HTTP/2 connection, one a stream. The oldest is forgotten when there are too many, and the
 * one that grows is dropped when all together are too long.
 */
final class Http2Streams {
  /** One of them, and the memory for its head. */
  private record Message(HttpHead head, int headBytes, HttpBody body) {
    Message(HttpHead head, HttpBody body) {
      this(head, head.heldBytes(), body);
    }
  }

  private final Way way;
  private final boolean isClient;
  private final Map<Integer, Message> messages = new LinkedHashMap<>();

  Http2Streams(Way way, boolean isClient) {
    this.way = way;
    this.isClient = isClient;
  }

  /** Takes a head, or trailers, which are dropped: they name no method and no status. */
  void onHeaders(int streamId, Http2Headers headers) {
    HttpHead head = headOf(streamId, headers);
    if (head == null) {
      return;
    }
    Message before = messages.put(streamId, new Message(head, new HttpBody(way.memory.options(), head)));
    if (before != null) {
      before.body().drop(); // as after 100 Continue
    }
    if (messages.size() > way.memory.options().maxHttp2Streams()) {
      int oldest = messages.keySet().iterator().next();
      forget(oldest);
    }
    way.sink.onHead(way.from, head);
  }

  void onData(int streamId, ByteBuf data) {
    Message message = messages.get(streamId);
    if (message != null) {
      int others = messages.values().stream().mapToInt(other -> other.body().readableBytes()).sum() - message.body().readableBytes();
      message.body().add(data, way.memory.options().maxBodyBytes() - others);
    }
  }

  /** Drops a body of which a part was too long. */
  void drop(int streamId, boolean isEnd) {
    Message message = messages.get(streamId);
    if (message != null) {
      message.body().drop();
    }
    if (isEnd) {
      forget(streamId);
    }
  }

  void onEnd(int streamId, boolean isWhole) {
    Message message = messages.get(streamId);
    ByteBuf clear = message == null || !isWhole ? null : message.body().decoded();
    if (message != null && clear != null) {
      way.sink.onMessage(way.from, clear, message.head());
    }
    forget(streamId);
  }

  private void forget(int streamId) {
    Message message = messages.remove(streamId);
    if (message != null) {
      message.body().drop();
    }
  }

  private @Nullable HttpHead headOf(int streamId, Http2Headers headers) {
    CharSequence method = headers.method();
    CharSequence status = headers.status();
    if (isClient ? method == null : status == null) {
      return null;
    }
    List<Map.Entry<String, String>> entries = new ArrayList<>(headers.size());
    for (Map.Entry<CharSequence, CharSequence> header : headers) {
      String name = header.getKey().toString();
      if (name.equals(":authority")) {
        entries.add(Map.entry("host", header.getValue().toString()));
      } else if (!name.startsWith(":")) {
        entries.add(Map.entry(name, header.getValue().toString()));
      }
    }
    return isClient
        ? new HttpHead(true, method.toString(), headers.path() == null ? "" : headers.path().toString(), 0, entries, streamId)
        : new HttpHead(false, "", "", statusOf(status.toString()), entries, streamId);
  }

  /** 0 if it is no number of three digits. */
  private static int statusOf(String digits) {
    boolean isNumber = digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Integer.parseInt(digits) : 0;
  }

  int heldBytes() {
    return messages.values().stream().mapToInt(message -> message.headBytes() + message.body().heldBytes()).sum();
  }

  void release() {
    for (Message message : messages.values()) {
      message.body().drop();
    }
    messages.clear();
  }
}

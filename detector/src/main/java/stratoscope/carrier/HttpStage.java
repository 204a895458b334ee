package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.HttpScreen;

/**
 * HTTP/1.0 and 1.1, requests or responses, one message after the other. Holds one body at most, and drops one that is too long.
 *
 * <p>A head is decoded when it is whole, so that an unfinished one lies where it is counted. The body of a response without a length ends
 * with the connection, which may be never: it is handed over as a stream, or dropped if it is compressed.
 */
final class HttpStage implements Stage {
  private final Way way;
  private final int depth;
  private final Start expected;
  /** Made when the first head is read: most are those of visits. */
  private @Nullable HttpSide side;
  private final List<Object> parts = new ArrayList<>(2);
  /** Bytes of an unfinished head that were searched for its end. */
  private int scanned;
  /** Of the message whose body is read; null between messages. */
  private @Nullable HttpHead head;
  private @Nullable HttpBody body;
  /** Bytes that the decoder may remember: those of the head, and of trailers. */
  private int headBytes;

  HttpStage(Way way, int depth, boolean isRequests) {
    this.way = way;
    this.depth = depth;
    expected = isRequests ? Start.HTTP_REQUEST : Start.HTTP_RESPONSE;
  }

  private HttpSide side() {
    HttpSide known = side;
    if (known == null) {
      known = expected == Start.HTTP_REQUEST ? new RequestSide(way, depth) : new ResponseSide(way, depth);
      side = known;
    }
    return known;
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    Stage next = this;
    int unread = -1;
    while (next == this && in.isReadable() && in.readableBytes() != unread) {
      unread = in.readableBytes();
      HttpHead open = head;
      HttpBody part = body;
      next = open == null || part == null ? readHead(in) : readBody(in, open, part);
    }
    return next;
  }

  private Stage readHead(ByteBuf in) {
    skipBlankLines(in);
    Start text = in.isReadable() && scanned == 0 ? Start.ofText(in) : expected;
    if (text != expected) {
      return text == Start.MORE ? this : lost();
    }
    boolean isInPieces = scanned > 0;
    int length = HttpHeads.lengthOf(in, scanned);
    scanned = length < 0 ? in.readableBytes() : 0;
    if (Math.max(scanned, length) > way.memory.options().maxHeadBytes()) {
      in.skipBytes(in.readableBytes());
      return lost();
    }
    if (length < 0) {
      return this;
    }
    if (isVisit(in, length, isInPieces)) {
      in.skipBytes(in.readableBytes());
      return new SkipStage();
    }
    return onHead(in.readSlice(length));
  }

  /** An empty line or two between messages is forgiven by everybody (RFC 9112 section 2.2). */
  private static void skipBlankLines(ByteBuf in) {
    while (in.isReadable() && (in.getByte(in.readerIndex()) == '\n' || in.getByte(in.readerIndex()) == '\r')) {
      in.skipBytes(1);
    }
  }

  /** True for a first message that is a visit to the web, and needn't be decoded. */
  private boolean isVisit(ByteBuf in, int headBytes, boolean isInPieces) {
    if (way.layers.carrierAt(depth) != null) {
      return false;
    }
    ByteBuffer bytes = way.memory.direct(in);
    int start = bytes.position();
    if (!HttpScreen.isVisit(bytes, start, bytes.limit(), isInPieces)) {
      return false;
    }
    String host = expected == Start.HTTP_REQUEST ? HttpHeads.hostOf(bytes, start, start + headBytes) : null;
    return way.sink.onVisit(way.from, host, isInPieces);
  }

  private Stage onHead(ByteBuf bytes) {
    headBytes = bytes.readableBytes();
    HttpMessage message = read(bytes) && !parts.isEmpty() && parts.get(0) instanceof HttpMessage first ? first : null;
    boolean isWhole = parts.size() > 1;
    releaseParts();
    if (message == null) {
      return lost();
    }
    HttpHead found = HttpHeads.of(message);
    way.layers.at(depth).recognise(Carrier.HTTP);
    side().onHead(found);
    way.sink.onHead(way.from, found);
    if (isWhole) {
      return afterMessage(found);
    }
    if (side().isEndless(message)) {
      return found.header("content-encoding") == null ? new DetectStage(way, depth) : new SkipStage();
    }
    head = found;
    body = new HttpBody(way.memory.options(), found);
    return this;
  }

  private Stage readBody(ByteBuf in, HttpHead of, HttpBody to) {
    int overhead = in.readableBytes();
    boolean isGood = read(in);
    boolean isWhole = false;
    for (Object part : parts) {
      if (part instanceof HttpContent content) {
        overhead -= content.content().readableBytes();
        to.add(content.content(), way.memory.options().maxBodyBytes());
        isWhole = part instanceof LastHttpContent;
      }
    }
    headBytes += overhead - in.readableBytes();
    releaseParts();
    return !isGood ? lost() : isWhole ? onWhole(of, to) : this;
  }

  /** Reads one step; false if it is malformed. */
  private boolean read(ByteBuf in) {
    try {
      side().read(in, parts);
    } catch (RuntimeException e) {
      return false;
    }
    for (Object part : parts) {
      if (part instanceof DecoderResultProvider checked && checked.decoderResult().isFailure()) {
        return false;
      }
    }
    return true;
  }

  private void releaseParts() {
    for (Object part : parts) {
      ReferenceCountUtil.release(part);
    }
    parts.clear();
  }

  private Stage onWhole(HttpHead of, HttpBody whole) {
    ByteBuf clear = whole.decoded();
    if (clear != null) {
      way.sink.onMessage(way.from, clear, of);
    }
    forget();
    return afterMessage(of);
  }

  private Stage afterMessage(HttpHead of) {
    Stage next = side().after(of);
    return next == null ? this : next;
  }

  private Stage lost() {
    way.layers.at(depth).onGap();
    return new UnsureStage(way, depth, true);
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    return lost();
  }

  @Override
  public int heldBytes() {
    // text is held twice, by the decoder and in the head; lengths of chunks are counted along, as they may be trailers
    int texts = head == null ? 0 : 2 * Math.min(headBytes, 2 * way.memory.options().maxHeadBytes());
    return texts + (body == null ? 0 : body.heldBytes());
  }

  private void forget() {
    if (body != null) {
      body.drop();
    }
    head = null;
    body = null;
  }

  @Override
  public void release() {
    forget();
    if (side != null) {
      side.close();
    }
  }
}

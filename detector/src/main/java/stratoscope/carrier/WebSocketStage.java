package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one direction of a WebSocket, put together to messages (RFC 6455). Drops control frames, messages that are too long, and
 * those that can't be inflated. If the first message begins TLS, all are pieces of it. What is no frame, and a gap, are passed over up to
 * the next delivery that begins with a whole message.
 */
final class WebSocketStage implements Stage {
  private static final int MAX_CONTROL_BYTES = 125;

  private final Way way;
  private final int depth;
  private final int maxMessageBytes;
  private @Nullable Frames frames;
  private @Nullable MessageInflater inflater;
  /** The beginning of a message in more than one frame. */
  private ByteBuf begun = Unpooled.EMPTY_BUFFER;
  private boolean isCompressed;
  /** Of a frame that is dropped. */
  private long skipBytes;
  /** The rest of the message is dropped. */
  private boolean isSkipping;
  private boolean isLost;
  private boolean isFirstMessage = true;
  /** Reads TLS, of which each message holds a piece; null where messages are what they are. */
  private @Nullable TlsStage tls;

  WebSocketStage(Way way, int depth) {
    this(way, depth, false);
  }

  /** @param isLost whether the first byte need not be that of a frame */
  WebSocketStage(Way way, int depth, boolean isLost) {
    this.way = way;
    this.depth = depth;
    this.isLost = isLost;
    maxMessageBytes = way.memory.options().maxMessageBytes();
    way.layers.at(depth).recognise(Carrier.WEBSOCKET);
  }

  /** Netty's decoder, which gets one whole frame at a time: checks and unmasks it. */
  private static final class Frames extends WebSocket13FrameDecoder {
    Frames(int maxBytes) {
      super(WebSocketDecoderConfig.newBuilder()
          .allowMaskMismatch(true).allowExtensions(true).closeOnProtocolViolation(false).withUTF8Validator(false)
          .maxFramePayloadLength(maxBytes).build());
    }

    /** Null if it is no frame, or none that may stand here. */
    @Nullable WebSocketFrame read(ChannelHandlerContext context, ByteBuf in) {
      List<Object> out = new ArrayList<>(1);
      try {
        decode(context, in, out);
      } catch (Exception e) {
        return null;
      }
      return out.isEmpty() ? null : (WebSocketFrame) out.get(0);
    }
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    if (isLost) {
      isLost = !FrameHead.beginsText(in, way.memory);
    }
    int unread = -1;
    while (!isLost && in.isReadable() && in.readableBytes() != unread) {
      unread = in.readableBytes();
      read(in);
    }
    if (isLost) {
      in.skipBytes(in.readableBytes());
    }
    return this;
  }

  private void read(ByteBuf in) {
    if (skipBytes > 0) {
      int skipped = (int) Math.min(skipBytes, in.readableBytes());
      in.skipBytes(skipped);
      skipBytes -= skipped;
      return;
    }
    FrameHead head = FrameHead.peek(in);
    if (head == null) {
      return;
    }
    if (head.payloadBytes() < 0 || (head.isControl() && head.payloadBytes() > MAX_CONTROL_BYTES)) {
      lose();
    } else if (head.isControl()) {
      skip(in, head);
    } else if (isSkipping || head.payloadBytes() > maxMessageBytes - begun.readableBytes()) {
      skipMessage();
      isSkipping = !head.isFinal();
      skip(in, head);
    } else if (in.readableBytes() - head.bytes() >= head.payloadBytes()) {
      onFrame(in, head);
    }
  }

  private void skip(ByteBuf in, FrameHead head) {
    in.skipBytes(head.bytes());
    skipBytes = head.payloadBytes();
  }

  private void onFrame(ByteBuf in, FrameHead head) {
    if (frames == null) {
      frames = new Frames(maxMessageBytes);
    }
    WebSocketFrame frame = frames.read(way.memory.context(), in.readSlice(head.bytes() + (int) head.payloadBytes()));
    if (frame == null) {
      lose();
      return;
    }
    try {
      onFrame(frame, head);
    } finally {
      frame.release();
    }
  }

  private void onFrame(WebSocketFrame frame, FrameHead head) {
    boolean isFirst = !head.isContinuation();
    isCompressed = isFirst ? head.isCompressed() : isCompressed;
    if (isFirst && head.isFinal()) {
      onMessage(frame.content());
      return;
    }
    if (begun.capacity() == 0) {
      begun = Unpooled.buffer(Math.max(1, frame.content().readableBytes()), maxMessageBytes);
    }
    begun.writeBytes(frame.content());
    if (head.isFinal()) {
      ByteBuf whole = begun;
      begun = Unpooled.EMPTY_BUFFER;
      onMessage(whole);
      whole.release();
    }
  }

  private void onMessage(ByteBuf message) {
    ByteBuf clear = isCompressed ? inflate(message) : message;
    if (clear == null || !clear.isReadable()) {
      return;
    }
    if (isFirstMessage && isTls(clear)) {
      tls = new TlsStage(way, depth + 1);
    }
    isFirstMessage = false;
    if (tls == null) {
      way.sink.onMessage(way.from, clear, null);
    } else {
      tls.onBytes(clear);
    }
  }

  private boolean isTls(ByteBuf message) {
    return depth + 1 < way.memory.options().maxLayers() && Start.ofTls(message) == Start.TLS;
  }

  private @Nullable ByteBuf inflate(ByteBuf message) {
    if (inflater == null) {
      inflater = new MessageInflater();
    }
    return inflater.inflate(message, way.memory.scratch());
  }

  /** What later messages refer to, and which fragment is awaited, is unknown from here. */
  private void skipMessage() {
    release();
    frames = null;
    isFirstMessage = false;
  }

  private void lose() {
    skipMessage();
    isSkipping = false;
    skipBytes = 0;
    isLost = true;
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    lose();
    return this;
  }

  @Override
  public int heldBytes() {
    return begun.capacity() + (inflater == null ? 0 : MessageInflater.HELD_BYTES) + (tls == null ? 0 : tls.heldBytes());
  }

  @Override
  public void release() {
    begun.release();
    begun = Unpooled.EMPTY_BUFFER;
    if (inflater != null) {
      inflater.close();
      inflater = null;
    }
    if (tls != null) {
      tls.release();
    }
  }
}

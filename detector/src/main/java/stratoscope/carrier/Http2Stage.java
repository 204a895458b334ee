package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one direction of HTTP/2 in clear, from its preface on (RFC 9113). Netty's reader gets one whole frame at a time. Frames of
 * data that are too long are skipped.
 *
 * <p>Headers are compressed with a table that all earlier ones built up, so nothing is read behind a gap, nor where the preface was missed.
 */
final class Http2Stage implements Stage {
  private static final int FRAME_HEAD_BYTES = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int PUSH_PROMISE = 5;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 0x01;
  private static final int END_HEADERS = 0x04;
  /** A receiver may allow more; what its sender then really puts there is less. */
  private static final int MAX_HEADER_TABLE_BYTES = 64 << 10;

  private final Way way;
  private final Layer layer;
  private final DefaultHttp2FrameReader reader;
  private final Http2HeadersDecoder.Configuration headerTable;
  private final Http2Streams streams;
  private final Received received = new Received();
  private int prefaceBytes;
  /** Of a frame that is skipped. */
  private int skipBytes;
  /** Of headers in more than one frame, which Netty's reader holds until their end. */
  private int blockBytes;

  Http2Stage(Way way, int depth, boolean isClient) {
    this.way = way;
    layer = way.layers.at(depth);
    reader = new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(false, way.memory.options().maxHeadBytes()));
    headerTable = reader.configuration().headersConfiguration();
    streams = new Http2Streams(way, isClient);
    prefaceBytes = isClient ? Start.PREFACE_BYTES : 0;
    layer.open(Offer.unseen(isClient ? way.from : way.from.opposite(), Carrier.HTTP2));
  }

  /** What was in one frame, so that the sink is called outside Netty's reader. */
  private static final class Received extends Http2FrameAdapter {
    private int streamId;
    private @Nullable Http2Headers headers;
    private @Nullable ByteBuf data;
    private @Nullable Http2Settings settings;
    private boolean isReset;
    private boolean isEnd;

    void clear() {
      headers = null;
      data = null;
      settings = null;
      isReset = false;
      isEnd = false;
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf bytes, int padding, boolean isLast) {
      streamId = stream;
      data = bytes;
      isEnd = isLast;
      return bytes.readableBytes() + padding;
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int stream, Http2Headers read, int padding, boolean isLast) {
      streamId = stream;
      headers = read;
      isEnd = isLast;
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int stream, Http2Headers read, int dependency, short weight,
        boolean isExclusive, int padding, boolean isLast) {
      onHeadersRead(context, stream, read, padding, isLast);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long errorCode) {
      streamId = stream;
      isReset = true;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings read) {
      settings = read;
    }
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    if (prefaceBytes > 0) {
      in.skipBytes(prefaceBytes); // whole, or it would not have been recognised
      prefaceBytes = 0;
    }
    boolean isGood = true;
    int unread = -1;
    while (isGood && in.isReadable() && in.readableBytes() != unread) {
      unread = in.readableBytes();
      isGood = read(in);
    }
    return isGood ? this : new SkipStage();
  }

  /** Reads one frame if it is whole; false if the connection can't be read any further. */
  private boolean read(ByteBuf in) {
    if (skipBytes > 0) {
      int skipped = Math.min(skipBytes, in.readableBytes());
      in.skipBytes(skipped);
      skipBytes -= skipped;
      return true;
    }
    if (in.readableBytes() < FRAME_HEAD_BYTES) {
      return true;
    }
    int length = in.getUnsignedMedium(in.readerIndex());
    if (length > way.memory.options().maxBodyBytes()) {
      return skip(in, length);
    }
    if (in.readableBytes() < FRAME_HEAD_BYTES + length) {
      return true;
    }
    return read(in, FRAME_HEAD_BYTES + length);
  }

  private boolean skip(ByteBuf in, int length) {
    int start = in.readerIndex();
    if (in.getByte(start + 3) != DATA) {
      return false;
    }
    boolean isEnd = (in.getByte(start + 4) & END_STREAM) != 0;
    streams.drop(in.getInt(start + 5) & Integer.MAX_VALUE, isEnd);
    in.skipBytes(FRAME_HEAD_BYTES);
    skipBytes = length;
    return true;
  }

  private boolean read(ByteBuf in, int frameBytes) {
    received.clear();
    int type = in.getByte(in.readerIndex() + 3);
    if (type == HEADERS || type == PUSH_PROMISE || type == CONTINUATION) {
      blockBytes = (in.getByte(in.readerIndex() + 4) & END_HEADERS) != 0 ? 0 : blockBytes + frameBytes;
    }
    try {
      reader.maxFrameSize(Http2CodecUtil.MAX_FRAME_SIZE_UPPER_BOUND);
      headerTable.maxHeaderTableSize(Math.max(headerTable.maxHeaderTableSize(), layer.headerTableBytes(way.from)));
      reader.readFrame(way.memory.context(), in.readSlice(frameBytes), received);
    } catch (Http2Exception e) {
      return Http2Exception.isStreamError(e);
    } catch (RuntimeException e) {
      return false;
    }
    onReceived();
    return true;
  }

  private void onReceived() {
    Http2Settings settings = received.settings;
    if (settings != null && settings.headerTableSize() != null) {
      layer.allowHeaderTable(way.from.opposite(), (int) Math.min(settings.headerTableSize(), MAX_HEADER_TABLE_BYTES));
    }
    if (received.headers != null) {
      streams.onHeaders(received.streamId, received.headers);
    }
    if (received.data != null) {
      streams.onData(received.streamId, received.data);
    }
    if (received.isEnd || received.isReset) {
      streams.onEnd(received.streamId, received.isEnd);
    }
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    return new SkipStage();
  }

  @Override
  public int heldBytes() {
    return streams.heldBytes() + blockBytes + 2 * (int) headerTable.maxHeaderTableSize();
  }

  @Override
  public void release() {
    reader.close();
    streams.release();
  }
}

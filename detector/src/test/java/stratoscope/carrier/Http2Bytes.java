package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Writes one side's frames of HTTP/2, with a header table of its own. */
final class Http2Bytes {
  private final DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter();

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    int length = payload.length;
    return ByteBuffer.allocate(9 + length).put((byte) (length >> 16)).putShort((short) length).put((byte) type).put((byte) flags)
        .putInt(stream).put(payload).array();
  }

  /** The client's preface with empty settings. */
  byte[] preface() {
    return Bytes.join(Bytes.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), frame(4, 0, 0, new byte[0]));
  }

  byte[] settings(int headerTableBytes) {
    return write(context -> writer.writeSettings(context, new Http2Settings().headerTableSize(headerTableBytes), context.newPromise()));
  }

  byte[] settingsAck() {
    return write(context -> writer.writeSettingsAck(context, context.newPromise()));
  }

  byte[] ping() {
    return write(context -> writer.writePing(context, false, 7, context.newPromise()));
  }

  byte[] reset(int stream) {
    return write(context -> writer.writeRstStream(context, stream, 8, context.newPromise()));
  }

  /** The peer allowed this table. */
  void allowTable(int bytes) {
    try {
      writer.configuration().headersConfiguration().maxHeaderTableSize(bytes);
    } catch (Http2Exception e) {
      throw new IllegalArgumentException(e);
    }
  }

  byte[] headers(int stream, boolean isEnd, String... namesAndValues) {
    DefaultHttp2Headers headers = new DefaultHttp2Headers(false);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return write(context -> writer.writeHeaders(context, stream, headers, 0, isEnd, context.newPromise()));
  }

  byte[] data(int stream, String text, boolean isEnd) {
    return write(context -> writer.writeData(context, stream, Unpooled.copiedBuffer(Bytes.ascii(text)), 0, isEnd, context.newPromise()));
  }

  private static byte[] write(Consumer<ChannelHandlerContext> action) {
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    action.accept(channel.pipeline().firstContext());
    channel.flush();
    byte[] all = new byte[0];
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all = Bytes.join(all, ByteBufUtil.getBytes(part));
      part.release();
    }
    channel.finishAndReleaseAll();
    return all;
  }
}

package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import stratoscope.packet.IpAddress;

/**
 * The one message that either side of SOCKS4 and SOCKS4a sends before the stream begins: {@code 04 01 port ip user 00}, with a
 * {@code name 00} behind if the address is 0.0.0.x, and {@code 00 5A port ip}. Read when it is whole.
 */
final class Socks4Stage implements Stage {
  static final int REPLY_BYTES = 8;

  private static final int GRANTED = 0x5A;
  private static final int HEAD_BYTES = 8;
  /** Of the user's and the host's name; a client's own bound is lower. */
  private static final int MAX_NAME_BYTES = 255;
  private static final int UNKNOWN = 0;
  private static final int NONE = -1;

  private final Way way;
  private final int depth;
  private final Layer layer;
  private final boolean isRequest;

  Socks4Stage(Way way, int depth, boolean isRequest) {
    this.way = way;
    this.depth = depth;
    this.isRequest = isRequest;
    layer = way.layers.at(depth);
    layer.recognise(Carrier.SOCKS4);
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    return isRequest ? onRequest(in) : onReply(in);
  }

  private Stage onRequest(ByteBuf in) {
    int length = lengthOfRequest(in);
    if (length == UNKNOWN) {
      return this;
    }
    if (length == NONE) {
      return PlainStage.of(way);
    }
    ByteBuf request = in.readSlice(length);
    int address = request.getInt(4);
    int behindUser = endOfName(request, HEAD_BYTES);
    String user = name(request, HEAD_BYTES, behindUser);
    String host = isNamed(address) ? name(request, behindUser, length) : IpAddress.ofIpv4(address).toString();
    layer.open(new Offer(way.from, Carrier.SOCKS4, host, request.getUnsignedShort(2), user.isEmpty() ? null : user));
    return new DetectStage(way, depth + 1);
  }

  /** The text in front of a NUL. */
  private static String name(ByteBuf request, int start, int behindNul) {
    return request.toString(start, behindNul - 1 - start, StandardCharsets.US_ASCII);
  }

  /** True for 0.0.0.x, which no host has: a name follows. */
  private static boolean isNamed(int address) {
    return address != 0 && (address & 0xFFFF_FF00) == 0;
  }

  private Stage onReply(ByteBuf in) {
    if (in.readableBytes() < REPLY_BYTES) {
      return this;
    }
    if (in.readSlice(REPLY_BYTES).getByte(1) != GRANTED) {
      return new SkipStage();
    }
    layer.open(Offer.unseen(way.from.opposite(), Carrier.SOCKS4));
    return new DetectStage(way, depth + 1);
  }

  /** Bytes of the request that begins here; 0 if more are needed to tell, negative if it is none. */
  static int lengthOfRequest(ByteBuf in) {
    int user = in.readableBytes() <= HEAD_BYTES ? UNKNOWN : endOfName(in, HEAD_BYTES);
    if (user <= 0) {
      return user;
    }
    return isNamed(in.getInt(in.readerIndex() + 4)) ? endOfName(in, user) : user;
  }

  /** Index behind the NUL of a name that starts at an index, 0 if it is not there yet, negative if it is too far. */
  private static int endOfName(ByteBuf in, int start) {
    int length = Math.min(in.readableBytes() - start, MAX_NAME_BYTES + 1);
    int nul = length <= 0 ? -1 : in.bytesBefore(in.readerIndex() + start, length, (byte) 0);
    if (nul < 0) {
      return length > MAX_NAME_BYTES ? NONE : UNKNOWN;
    }
    return start + nul + 1;
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    way.sink.onStreamGap(way.from);
    return new UnsureStage(way, depth, false);
  }
}

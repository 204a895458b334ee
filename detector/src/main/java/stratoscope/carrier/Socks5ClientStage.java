package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/**
 * What a SOCKS5 client says before its stream begins (RFC 1928): greeting, name and password if any, request. Each is read when it is
 * whole. Netty's decoder is not used: it rewrites names by the rules of IDN, and asks the machine for its network interfaces first. Other
 * methods of authentication are not read.
 */
final class Socks5ClientStage implements Stage {
  private final Way way;
  private final int depth;
  private final Layer layer;
  private boolean isGreeted;
  private @Nullable String user;

  Socks5ClientStage(Way way, int depth, boolean isGreeted) {
    this.way = way;
    this.depth = depth;
    this.isGreeted = isGreeted;
    layer = way.layers.at(depth);
    layer.recognise(Carrier.SOCKS5);
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    Stage next = this;
    int unread = -1;
    while (next == this && in.isReadable() && in.readableBytes() != unread) {
      unread = in.readableBytes();
      next = isGreeted ? onMessage(in) : onGreeting(in);
    }
    return next;
  }

  private Stage onGreeting(ByteBuf in) {
    int length = Socks5Lengths.ofGreeting(in);
    if (length > in.readableBytes()) {
      return this;
    }
    isGreeted = true;
    in.skipBytes(length);
    return this;
  }

  private Stage onMessage(ByteBuf in) {
    return switch (in.getByte(in.readerIndex())) {
      case Socks5Lengths.AUTH_VERSION -> onAuth(in);
      case Socks5Lengths.VERSION -> onRequest(in);
      default -> PlainStage.of(way);
    };
  }

  private Stage onAuth(ByteBuf in) {
    int length = Socks5Lengths.ofAuth(in);
    if (length > in.readableBytes()) {
      return this;
    }
    ByteBuf auth = in.readSlice(length);
    user = auth.toString(2, auth.getUnsignedByte(1), StandardCharsets.UTF_8);
    return this;
  }

  private Stage onRequest(ByteBuf in) {
    int length = Socks5Lengths.ofRequest(in);
    if (length > in.readableBytes()) {
      return this;
    }
    if (length == Socks5Lengths.NONE) {
      return PlainStage.of(way);
    }
    ByteBuf request = in.readSlice(length).skipBytes(3);
    String host = address(request);
    layer.open(new Offer(way.from, Carrier.SOCKS5, host, request.readUnsignedShort(), user));
    return new DetectStage(way, depth + 1);
  }

  /** Reads an address of one of the three types, whose lengths were told. */
  private static String address(ByteBuf request) {
    return switch (request.readByte()) {
      case Socks5Lengths.IPV4 -> IpAddress.ofIpv4(request.readInt()).toString();
      case Socks5Lengths.IPV6 -> new IpAddress(request.readLong(), request.readLong()).toString();
      default -> request.readCharSequence(request.readUnsignedByte(), StandardCharsets.US_ASCII).toString();
    };
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    way.sink.onStreamGap(way.from);
    return new UnsureStage(way, depth, false);
  }
}

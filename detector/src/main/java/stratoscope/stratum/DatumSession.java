package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import stratoscope.flow.Direction;

/**
 * One connection that may be DATUM, from its first byte on. One thread. Reads no body: the hello is known by its header and its length, and
 * both sides together by keys of their headers that follow from each other.
 */
final class DatumSession implements StreamSession {
  /** Four keys, version, number, at least one byte of padding, signature (64) and seal (48); the gateway's buffer is 1,024 bytes. */
  private static final int MIN_HELLO_BYTES = 250;
  private static final int MAX_HELLO_BYTES = 1020;
  /** Six keys, a text, signature and seal. */
  private static final int MIN_ANSWER_BYTES = 6 * 32 + 64 + 48;
  /** The answer's text has up to 511 bytes; the configuration behind it is shorter than 1,024. */
  private static final int MAX_HELD_BYTES = 4096;
  /** A seal, and one byte of what is inside. */
  private static final int MIN_COMMAND_BYTES = 17;
  /** The gateway's buffer for a share with its job; only whole blocks are longer. */
  private static final int MAX_FIRST_COMMAND_BYTES = 32_768 + 16;

  private final DialectSink sink;
  private final Turns turns = new Turns();
  private final ByteSpread spread = new ByteSpread();
  private ByteBuf answer = Unpooled.EMPTY_BUFFER;
  private int helloBytes;
  private boolean isCertain;
  private boolean isSettled;

  DatumSession(DialectSink sink) {
    this.sink = sink;
  }

  @Override
  public Probe onBytes(Direction from, ByteBuf bytes) {
    if (isSettled) {
      return Probe.CERTAIN;
    }
    if (turns.number() < 0 && from != Direction.FROM_ORIGINATOR) {
      return Probe.NOT_MINE; // the pool waits for the hello
    }
    if (turns.isOver(from) && turns.number() == 0) {
      onHello(from);
    }
    turns.add(from, bytes);
    boolean isOurs = switch (turns.number()) {
      case 0 -> isHelloSoFar(bytes);
      case 1 -> isCertain && keep(bytes);
      default -> onGateway();
    };
    if (isCertain) {
      return Probe.CERTAIN;
    }
    return isOurs ? Probe.NEED_MORE : Probe.NOT_MINE;
  }

  @Override
  public Probe onGap(Direction from) {
    settle();
    return isCertain ? Probe.CERTAIN : Probe.NOT_MINE;
  }

  @Override
  public int heldBytes() {
    return answer.capacity();
  }

  private void settle() {
    isSettled = true;
    answer = Unpooled.EMPTY_BUFFER;
  }

  private boolean isHelloSoFar(ByteBuf bytes) {
    ByteBuf front = turns.front();
    if (front.readableBytes() >= 3 && front.getUnsignedByte(2) != (DatumHeader.FIRST_KEY >>> 16 & 0xFF)) {
      return false; // the length has no bits there, and reserved none
    }
    if (turns.length() >= DatumHeader.BYTES && helloBytes == 0) {
      DatumHeader header = DatumHeader.of(front.getIntLE(0), DatumHeader.FIRST_KEY);
      if (!header.isHello() || header.length() < MIN_HELLO_BYTES || header.length() > MAX_HELLO_BYTES) {
        return false;
      }
      helloBytes = DatumHeader.BYTES + header.length();
    }
    spread.add(bytes);
    if (helloBytes > 0 && turns.length() > helloBytes + MIN_COMMAND_BYTES) {
      return onHelloAlone();
    }
    return true;
  }

  /** The gateway goes on although the pool is not heard: only one direction is seen. */
  private boolean onHelloAlone() {
    if (spread.isRandom()) {
      begin("hello-alone");
      settle();
    }
    return isCertain;
  }

  private void onHello(Direction from) {
    if (turns.length() == helloBytes && spread.isRandom()) {
      sink.from(from.opposite());
      begin("hello");
      sink.from(from);
    }
  }

  private void begin(String sign) {
    isCertain = true;
    sink.quote(turns.front());
    sink.miner(sign);
    sink.event(new StratumEvent.Form("sha256d", null, List.of("BTC")));
    sink.event(new StratumEvent.Uncounted());
  }

  private boolean keep(ByteBuf bytes) {
    if (turns.length() > MAX_HELD_BYTES) {
      settle();
    } else {
      answer = answer.isReadable() ? answer : Unpooled.buffer(bytes.readableBytes());
      answer.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }
    return true;
  }

  /** The gateway speaks again: its header and the pool's must be under keys of one hello. */
  private boolean onGateway() {
    if (turns.length() >= DatumHeader.BYTES) {
      int most = answer.readableBytes() - DatumHeader.BYTES;
      for (int length = MIN_ANSWER_BYTES; length <= most && !isSettled; length++) {
        link(length);
      }
      settle();
    }
    return true;
  }

  /** Supposes that the pool's answer to the hello has that length. */
  private void link(int length) {
    int key = new DatumHeader(length, false, true, true, false, DatumHeader.HELLO_ANSWER).word() ^ answer.getIntLE(0);
    DatumHeader command = DatumHeader.of(turns.front().getIntLE(0), DatumKey.ofGateway(key));
    boolean isCommand = command.isOfGateway() && command.length() >= MIN_COMMAND_BYTES && command.length() <= MAX_FIRST_COMMAND_BYTES;
    if (isCommand && isChain(key)) {
      sink.quote(turns.front().slice(0, DatumHeader.BYTES));
      sink.sign("keys-linked");
      settle();
    }
  }

  /** True if under that key, and those that follow from it, all the pool said is commands. */
  private boolean isChain(int firstKey) {
    int key = firstKey;
    int at = 0;
    int end = answer.readableBytes();
    while (at + DatumHeader.BYTES <= end) {
      DatumHeader header = DatumHeader.of(answer.getIntLE(at), key);
      if (!header.isOfPool()) {
        return false;
      }
      at += DatumHeader.BYTES + header.length();
      key = DatumKey.after(key);
    }
    return at == end;
  }
}

package stratoscope.rhythm;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import stratoscope.flow.Direction;

/**
 * The records of one connection, made up or from a capture, to be played to a rhythm or measured.
 *
 * @param isTls whether they are played with the headers of TLS
 * @param messages in the order of time
 */
record Talk(String name, boolean isTls, List<Message> messages) {
  static final long START_MICROS = 1_700_000_000_000_000L;
  private static final int SEGMENT_BYTES = 1448;
  private static final int HEADER_BYTES = 5;
  private static final byte[] NOISE = new byte[1 << 17];

  static {
    new Random(9).nextBytes(NOISE);
  }

  /** A record: when it is sent, in seconds since the start; by which side; its length in bytes with all that surrounds it. */
  record Message(double second, boolean isUp, int bytes) {}

  double seconds() {
    return messages.isEmpty() ? 0 : messages.get(messages.size() - 1).second();
  }

  /** The whole connection as the detector gets it: from the moment on from which it is slow. */
  Rhythm play(RhythmOptions options) {
    return play(options, 20, Double.MAX_VALUE);
  }

  /** What happens between two moments, to a rhythm that did not see the start. */
  Rhythm play(RhythmOptions options, double from, double to) {
    return play(options, from, to, Talk::noise);
  }

  /** The same with something else than noise in the messages, of whatever length it is asked for. */
  Rhythm play(RhythmOptions options, double from, double to, IntFunction<byte[]> content) {
    Rhythm rhythm = new Rhythm(options, false);
    long packet = 0;
    for (Message message : messages) {
      if (message.second() >= from && message.second() < to) {
        packet = play(rhythm, message, content.apply(message.bytes()), packet);
      }
    }
    rhythm.end();
    return rhythm;
  }

  /** What a cipher makes of anything. */
  static byte[] noise(int length) {
    int from = length * 31 % (NOISE.length / 2);
    return Arrays.copyOfRange(NOISE, from, from + length);
  }

  private long play(Rhythm rhythm, Message message, byte[] content, long packet) {
    ByteBuf bytes = Unpooled.wrappedBuffer(content);
    if (isTls) {
      int length = message.bytes() - HEADER_BYTES;
      byte[] header = {23, 3, 3, (byte) (length >> 8), (byte) length};
      bytes = Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(header), bytes.slice(0, length));
    }
    long number = packet;
    while (bytes.isReadable()) {
      rhythm.onBytes(message.isUp() ? Direction.FROM_ORIGINATOR : Direction.FROM_RESPONDER,
          bytes.readSlice(Math.min(SEGMENT_BYTES, bytes.readableBytes())), START_MICROS + (long) (message.second() * 1e6), ++number);
    }
    return number;
  }

  /** What each window looks like when the caller is taken for the miner and what it says most for its shares. */
  List<Beat> commonBeats(RhythmOptions options) {
    List<Beat> beats = new ArrayList<>();
    RecordWindow window = new RecordWindow();
    for (Message message : messages) {
      if (window.isFull()) {
        beats.add(new RhythmJudge(window, true, options).withCommonLength());
        window.clear();
      }
      window.add((int) (message.second() * 1000), message.isUp(), message.bytes());
    }
    beats.add(new RhythmJudge(window, true, options).withCommonLength());
    return beats;
  }
}

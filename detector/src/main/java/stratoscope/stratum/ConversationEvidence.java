package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.Rule;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.Flow;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * What one conversation shows: the signs, each with the words that show it, and who mines. One thread.
 *
 * <p>Which end is the miner follows from what is said, not from who opened the connection. A direction that speaks for both is a
 * document about mining and rules the conversation out; so do other lines among the messages.
 */
final class ConversationEvidence {
  private static final int MAX_HEX_BYTES = 32;

  private final DialectRules rules;
  private final Flow flow;
  private final ConversationObserver observer;
  private final EvidenceLog log;
  private final Set<Direction> speaking = EnumSet.noneOf(Direction.class);
  private final Set<Direction> foreign = EnumSet.noneOf(Direction.class);
  private @Nullable Direction minerDirection;
  private boolean isContradictory;
  private boolean isCarried;
  private boolean isInHttp;
  private boolean wasSaidInHttp;
  private int proofs;
  /** What so many signs name; they only become more. */
  private SpokenDialects spoken = SpokenDialects.NONE;
  private int spokenSigns;

  // the words at hand
  private Direction direction = Direction.FROM_ORIGINATOR;
  private long timestampMicros;
  private long packetNumber;
  private byte[] words = new byte[0];
  private int wordsOffset;
  private int wordsLength;

  ConversationEvidence(DialectRules rules, Flow flow, ConversationObserver observer) {
    this.rules = rules;
    this.flow = flow;
    this.observer = observer;
    log = new EvidenceLog(rules.thresholds());
  }

  void save(StateWriter out) {
    out.signs(log.entries()).truth(minerDirection != null);
    if (minerDirection != null) {
      out.word(minerDirection);
    }
    out.truth(isContradictory).truth(isCarried).truth(wasSaidInHttp).number(proofs);
  }

  /** Takes what an earlier part of the conversation showed. Who said it is not known any more: what comes is judged by itself. */
  void restore(StateReader in) throws StateException {
    in.signs().forEach(log::add);
    minerDirection = in.truth() ? in.word(Direction.values()) : null;
    isContradictory = in.truth();
    isCarried = in.truth();
    wasSaidInHttp = in.truth();
    proofs = in.number(0, Integer.MAX_VALUE);
  }

  /** What comes next is from that side, and was completed by that packet. */
  void at(Direction from, long micros, long packet) {
    direction = from;
    timestampMicros = micros;
    packetNumber = packet;
  }

  /** The next signs rest on these words; the array is read until others are given. */
  void quote(byte[] bytes, int offset, int length) {
    words = bytes;
    wordsOffset = offset;
    wordsLength = length;
  }

  /** The same of bytes that are copied as far as they are needed. */
  void quote(ByteBuf bytes) {
    byte[] copy = new byte[Math.min(bytes.readableBytes(), Evidence.MAX_EXCERPT_CHARS + 1)];
    bytes.getBytes(bytes.readerIndex(), copy);
    quote(copy, 0, copy.length);
  }

  void quote(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    quote(bytes, 0, bytes.length);
  }

  Direction direction() {
    return direction;
  }

  /** The words at hand are a message of HTTP. */
  void inHttp(boolean isInHttp) {
    this.isInHttp = isInHttp;
  }

  /** True if anything that shows mining was said in HTTP. */
  boolean wasSaidInHttp() {
    return wasSaidInHttp;
  }

  /** True once one side said in JSON what a miner or a pool says. */
  boolean isSpokenInJson() {
    return !speaking.isEmpty();
  }

  /** The conversation travels inside something else, so that a stream's own first bytes were no message. */
  void carried() {
    isCarried = true;
  }

  /** The words at hand were said by that side, before what it heard now. */
  void spokenBy(Direction side) {
    direction = side;
  }

  /** That side says what is no message of any dialect. */
  void foreign(Direction side) {
    foreign.add(side);
    weighForeign(side);
  }

  /** Other lines among the messages of one side speak against it; so does, less, a peer that speaks something else. */
  private void weighForeign(Direction side) {
    if (foreign.contains(side) && speaking.contains(side)) {
      signOfConversation("foreign-text");
      if (foreign.contains(side.opposite()) && speaking.contains(side.opposite())) {
        signOfConversation("foreign-text-both");
      }
    } else if (foreign.contains(side) && speaking.contains(side.opposite())) {
      signOfConversation("foreign-peer");
    }
  }

  /** The words at hand are those of a miner or a pool, in JSON. */
  void said(Role role) {
    wasSaidInHttp |= isInHttp;
    if (speaking.add(direction) && !isCarried && flow.hasOtherStart(direction)) {
      signOfConversation("foreign-start");
    }
    weighForeign(direction);
    spoken(role);
  }

  /** The same in any dialect: what else the side says is not judged here. */
  void spoken(Role role) {
    Direction miner = role == Role.MINER ? direction : direction.opposite();
    if (minerDirection == null) {
      minerDirection = miner;
    } else if (minerDirection != miner) {
      isContradictory = true;
    }
  }

  /** Adds a sign of a conversation whatever its dialect. */
  void signOfConversation(String name) {
    add(rules.rule(Rule.CONVERSATION, name));
  }

  void add(Rule rule) {
    if (!log.has(rule)) {
      proofs++;
      Side side = minerDirection == null || direction == minerDirection ? Side.MINER : Side.POOL;
      log.add(new Evidence(rule, rule.isAgreement() ? Side.BOTH : side, packetNumber, timestampMicros, excerpt()));
    }
  }

  private String excerpt() {
    int length = Math.min(wordsLength, Evidence.MAX_EXCERPT_CHARS);
    if (isBinary(length)) {
      return hex();
    }
    StringBuilder text = new StringBuilder(new String(words, wordsOffset, length, StandardCharsets.UTF_8));
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i)) || text.charAt(i) == '\uFFFD') {
        text.setCharAt(i, '.');
      }
    }
    return length < wordsLength ? text.append('…').toString() : text.toString();
  }

  private boolean isBinary(int length) {
    for (int i = 0; i < Math.min(length, MAX_HEX_BYTES); i++) {
      byte b = words[wordsOffset + i];
      if (words[wordsOffset] != '{' && b < ' ' && b != '\t' && b != '\r' && b != '\n') {
        return true;
      }
    }
    return false;
  }

  private String hex() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(wordsLength, MAX_HEX_BYTES); i++) {
      text.append(Character.forDigit((words[wordsOffset + i] >> 4) & 0xF, 16)).append(Character.forDigit(words[wordsOffset + i] & 0xF, 16));
    }
    return wordsLength > MAX_HEX_BYTES ? text.append('…').toString() : text.toString();
  }

  void event(StratumEvent event) {
    if (event instanceof StratumEvent.Share) {
      proofs++;
    }
    observer.onEvent(event, timestampMicros);
  }

  Verdict verdict() {
    return isContradictory ? Verdict.NONE : log.verdict();
  }

  EvidenceLog log() {
    return log;
  }

  SpokenDialects dialects() {
    if (log.entries().size() != spokenSigns) {
      spoken = SpokenDialects.of(log.entries());
      spokenSigns = log.entries().size();
    }
    return spoken;
  }

  boolean isContradictory() {
    return isContradictory;
  }

  @Nullable Direction minerDirection() {
    return minerDirection;
  }

  int proofs() {
    return proofs;
  }
}

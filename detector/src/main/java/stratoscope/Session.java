package stratoscope;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.Carrier;
import stratoscope.config.Knowledge;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.EndReason;
import stratoscope.flow.Flow;
import stratoscope.flow.Interest;
import stratoscope.flow.StreamHandler;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.SessionProfile;
import stratoscope.record.ProofPackets;
import stratoscope.stratum.ConversationObserver;
import stratoscope.stratum.SpokenDialects;
import stratoscope.stratum.StratumConversation;
import stratoscope.stratum.StratumEvent;

/**
 * One connection under suspicion, from its first interesting byte to its end: joins what is said to what it adds up to, and hands over
 * a finding when it ends. One thread.
 */
final class Session implements StreamHandler, ConversationObserver {
  private final Flow flow;
  private final Knowledge knowledge;
  private final String captureName;
  private final StratumConversation conversation;
  private final Consumer<Session> onEnd;
  private final ProofPackets proof = new ProofPackets();
  private @Nullable SessionProfile profile;

  /** @param onEnd is called once, when the connection is over */
  Session(Flow flow, Knowledge knowledge, StratumConversation.Factory conversations, String captureName, Consumer<Session> onEnd) {
    this.flow = flow;
    this.knowledge = knowledge;
    this.captureName = captureName;
    this.onEnd = onEnd;
    conversation = conversations.newConversation(flow, this);
  }

  @Override
  public void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {
    conversation.onBytes(direction, bytes, timestampMicros, packetNumber);
  }

  @Override
  public void onGap(Direction direction, long missingBytes) {
    conversation.onGap(direction, missingBytes);
  }

  @Override
  public Interest interest() {
    return conversation.interest();
  }

  @Override
  public void onEnd(EndReason reason) {
    onEnd.accept(this);
  }

  @Override
  public void onEvent(StratumEvent event, long timestampMicros) {
    if (profile == null) {
      profile = knowledge.newProfile();
    }
    profile.onEvent(event);
    if (event instanceof StratumEvent.Agent && profile.hasKnownAgent()) {
      conversation.signOfConversation("mining-software");
    }
  }

  Flow flow() {
    return flow;
  }

  ProofPackets proof() {
    return proof;
  }

  /** Grows with each new sign and share. */
  int proofs() {
    return conversation.proofs();
  }

  /** What was found; null if it does not add up to the weakest verdict wanted, or shows no sign at all. */
  @Nullable Finding finding(Verdict weakest) {
    Verdict verdict = conversation.verdict();
    Direction known = conversation.minerDirection();
    boolean isTold = known != null || weakest == Verdict.NONE;
    if (!isTold || verdict.compareTo(weakest) < 0 || conversation.evidence().entries().isEmpty()) {
      return null;
    }
    Direction miner = known == null ? Direction.FROM_ORIGINATOR : known;
    Finding.Connection connection = connection(miner);
    SessionProfile told = profile == null ? knowledge.newProfile() : profile;
    SpokenDialects spoken = conversation.dialects();
    Finding.Speech speech =
        new Finding.Speech(conversation.carriers().stream().map(Carrier::label).toList(), spoken.decidedBy(), spoken.history());
    Finding.Dialogue dialogue = told.dialogue(spoken.main());
    Finding.Work work = told.work(dialogue, connection, isSeen(miner), isSeen(miner.opposite()));
    return new Finding(verdict, conversation.evidence().score(), connection, speech, dialogue, work, conversation.evidence().entries());
  }

  private boolean isSeen(Direction direction) {
    return flow.segments(direction) > 0;
  }

  private @Nullable Long bytesSeen(Direction direction) {
    return isSeen(direction) ? flow.payloadBytes(direction) : null;
  }

  private Finding.Connection connection(Direction miner) {
    boolean isOriginator = miner == Direction.FROM_ORIGINATOR;
    IpAddress originator = new IpAddress(flow.originatorHigh(), flow.originatorLow());
    IpAddress responder = new IpAddress(flow.responderHigh(), flow.responderLow());
    String sides = flow.directionsSeen() == 2 ? "both" : isSeen(miner) ? "miner" : "pool";
    return new Finding.Connection(
        isOriginator ? originator : responder, isOriginator ? flow.originatorPort() : flow.responderPort(),
        isOriginator ? responder : originator, isOriginator ? flow.responderPort() : flow.originatorPort(),
        flow.id(), flow.isMidstream(), sides, flow.firstSeenMicros(), flow.lastSeenMicros(),
        bytesSeen(miner), bytesSeen(miner.opposite()),
        captureName, conversation.evidence().entries().get(0).packetNumber());
  }
}

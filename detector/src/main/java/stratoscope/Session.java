package stratoscope;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.Carrier;
import stratoscope.config.Knowledge;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Attention;
import stratoscope.flow.Direction;
import stratoscope.flow.EndReason;
import stratoscope.flow.Flow;
import stratoscope.flow.Interest;
import stratoscope.flow.StreamHandler;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.SessionProfile;
import stratoscope.record.ProofPackets;
import stratoscope.rhythm.Rhythm;
import stratoscope.stratum.ConversationObserver;
import stratoscope.stratum.SpokenDialects;
import stratoscope.stratum.StratumConversation;
import stratoscope.stratum.StratumEvent;

/**
 * One connection under suspicion, from its first interesting byte to its end: joins what is said to what it adds up to, and hands over
 * a finding when it ends. One thread.
 */
final class Session implements StreamHandler, ConversationObserver {
  /** Dialect of what is said inside a cipher. */
  private static final String ENCRYPTED = "encrypted";

  private final Flow flow;
  private final Knowledge knowledge;
  private final String captureName;
  private final StratumConversation conversation;
  private final Consumer<Session> onEnd;
  private final ProofPackets proof = new ProofPackets();
  /** Null where words are read. */
  private @Nullable Rhythm rhythm;
  private @Nullable SessionProfile profile;

  /** @param onEnd is called once, when the connection is over */
  Session(Flow flow, Knowledge knowledge, StratumConversation.Factory conversations, String captureName, Consumer<Session> onEnd) {
    this.flow = flow;
    this.knowledge = knowledge;
    this.captureName = captureName;
    this.onEnd = onEnd;
    conversation = conversations.newConversation(flow, this);
    if (flow.attention() == Attention.PACE) {
      rhythm = new Rhythm(knowledge.rhythm(), false);
    }
  }

  @Override
  public void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {
    if (rhythm == null) {
      conversation.onBytes(direction, bytes, timestampMicros, packetNumber);
    } else {
      rhythm.onBytes(direction, bytes, timestampMicros, packetNumber);
    }
  }

  @Override
  public void onGap(Direction direction, long missingBytes) {
    if (rhythm == null) {
      conversation.onGap(direction, missingBytes);
    } else {
      rhythm.onGap(direction);
    }
  }

  @Override
  public Interest interest() {
    if (rhythm == null) {
      return conversation.interest();
    }
    return rhythm.isMining() ? Interest.MINING : rhythm.isHopeless() ? Interest.NONE : Interest.UNDECIDED;
  }

  @Override
  public void onEnd(EndReason reason) {
    if (rhythm != null) {
      rhythm.end();
    }
    conversation.onEnd(reason);
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
    Rhythm.Sign beat = rhythm == null ? null : rhythm.sign();
    Direction known = conversation.minerDirection() != null || beat == null ? conversation.minerDirection() : beat.miner();
    EvidenceLog evidence = evidence(beat);
    Verdict verdict = conversation.isContradictory() ? Verdict.NONE : evidence.verdict();
    boolean isTold = known != null || weakest == Verdict.NONE;
    if (!isTold || verdict.compareTo(weakest) < 0 || evidence.entries().isEmpty()) {
      return null;
    }
    Direction miner = known == null ? Direction.FROM_ORIGINATOR : known;
    Finding.Connection connection = connection(miner, evidence.entries().get(0).packetNumber());
    SessionProfile told = profile == null ? knowledge.newProfile() : profile;
    SpokenDialects spoken = conversation.dialects();
    Finding.Dialogue dialogue = told.dialogue(spoken.main() == null && rhythm != null ? ENCRYPTED : spoken.main());
    Finding.Work work = told.work(dialogue, connection, isSeen(miner), isSeen(miner.opposite()));
    return new Finding(verdict, evidence.score(), connection,
        new Finding.Speech(carriers(), spoken.decidedBy(), spoken.history(), beat == null ? Double.NaN : beat.sharesPerMinute()),
        dialogue, work, evidence.entries());
  }

  private EvidenceLog evidence(Rhythm.@Nullable Sign beat) {
    EvidenceLog evidence = new EvidenceLog(knowledge.rules().thresholds());
    conversation.evidence().entries().forEach(evidence::add);
    if (beat != null) {
      add(evidence, beat.hasShares() ? "rhythm-shares" : "rhythm-jobs", beat);
      if (beat.hasLogin()) {
        add(evidence, "rhythm-login", beat);
      }
    }
    return evidence;
  }

  private void add(EvidenceLog evidence, String rule, Rhythm.Sign beat) {
    evidence.add(new Evidence(knowledge.rules().rule(rule), beat.hasShares() ? Side.BOTH : Side.POOL, beat.packetNumber(),
        beat.timestampMicros(), beat.explanation()));
  }

  private List<String> carriers() {
    List<String> carriers = new ArrayList<>();
    conversation.carriers().forEach(carrier -> carriers.add(carrier.label()));
    if (rhythm != null && rhythm.isTls() && !carriers.contains(Carrier.TLS.label())) {
      carriers.add(Carrier.TLS.label());
    }
    return carriers;
  }

  private boolean isSeen(Direction direction) {
    return flow.segments(direction) > 0;
  }

  private @Nullable Long bytesSeen(Direction direction) {
    return isSeen(direction) ? flow.payloadBytes(direction) : null;
  }

  private Finding.Connection connection(Direction miner, long packetNumber) {
    boolean isOriginator = miner == Direction.FROM_ORIGINATOR;
    IpAddress originator = new IpAddress(flow.originatorHigh(), flow.originatorLow());
    IpAddress responder = new IpAddress(flow.responderHigh(), flow.responderLow());
    String sides = flow.directionsSeen() == 2 ? "both" : isSeen(miner) ? "miner" : "pool";
    return new Finding.Connection(
        isOriginator ? originator : responder, isOriginator ? flow.originatorPort() : flow.responderPort(),
        isOriginator ? responder : originator, isOriginator ? flow.responderPort() : flow.originatorPort(),
        flow.id(), flow.isMidstream(), sides, flow.firstSeenMicros(), flow.lastSeenMicros(),
        bytesSeen(miner), bytesSeen(miner.opposite()),
        captureName, packetNumber);
  }
}

package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;
import stratoscope.stratum.DuinoCoinMessage.Job;
import stratoscope.stratum.DuinoCoinMessage.JobRequest;
import stratoscope.stratum.DuinoCoinMessage.MessageOfTheDay;
import stratoscope.stratum.DuinoCoinMessage.OldGreeting;
import stratoscope.stratum.DuinoCoinMessage.Share;
import stratoscope.stratum.DuinoCoinMessage.Verdict;

/**
 * One connection that may be Duino-Coin. One thread. It is certain with two messages that belong together, since each alone is a line of
 * numbers and words that others write too; or with a request that names a difficulty the miners know, or with their first greeting.
 */
final class DuinoCoinSession implements StreamSession {
  /** A share takes up to 100 hashes for each point of difficulty, all equally likely: half of that on average. */
  private static final double HASHES_PER_DIFFICULTY = 50;
  private static final int MAX_STRAY_TEXTS = 8;

  /** What was said before it is known what it is. */
  private record Said(Direction from, String text, DuinoCoinMessage message) {}

  private final DialectSink sink;
  private final DuinoCoinText fromOriginator = new DuinoCoinText();
  private final DuinoCoinText fromResponder = new DuinoCoinText();
  private final Set<Direction> heard = EnumSet.noneOf(Direction.class);
  private @Nullable Direction speaker;
  private @Nullable Direction chatting;
  private @Nullable Said before;
  private boolean isCertain;
  private int strayTexts;

  // the exchange at hand
  private @Nullable Direction asker;
  private @Nullable Direction submitter;
  private String user = "";
  private @Nullable String rig;
  private double hashes = Double.NaN;

  DuinoCoinSession(DialectSink sink, boolean isAtStart) {
    this.sink = sink;
    if (!isAtStart) {
      fromOriginator.cut();
      fromResponder.cut();
    }
  }

  @Override
  public Probe onBytes(Direction from, ByteBuf bytes) {
    if (speaker != null && speaker != from) {
      end(speaker);
    }
    speaker = from;
    heard.add(from);
    boolean isText = true;
    for (int i = bytes.readerIndex(); i < bytes.writerIndex() && isText; i++) {
      isText = add(from, bytes.getByte(i)) || isCertain;
    }
    if (!isText || strayTexts > (isCertain ? MAX_STRAY_TEXTS : 0)) {
      return Probe.NOT_MINE;
    }
    return isCertain ? Probe.CERTAIN : Probe.NEED_MORE;
  }

  @Override
  public Probe onGap(Direction from) {
    textOf(from).cut();
    before = before != null && before.from == from ? null : before;
    asker = asker == from ? null : asker;
    submitter = submitter == from ? null : submitter;
    return isCertain ? Probe.CERTAIN : Probe.NEED_MORE;
  }

  @Override
  public int heldBytes() {
    return 0; // a line at most
  }

  private DuinoCoinText textOf(Direction from) {
    return from == Direction.FROM_ORIGINATOR ? fromOriginator : fromResponder;
  }

  private boolean add(Direction from, byte b) {
    DuinoCoinText text = textOf(from);
    if (b == '\n') {
      end(from);
      return true;
    }
    if (!isCertain && text.isAtStart() && chatting != from && !DuinoCoinMessage.mayBeginWith(b)) {
      return false;
    }
    boolean isText = text.add(b);
    if (heard.size() == 1 && text.endsInNextRequest()) {
      boolean isCut = text.isCut();
      end(from, text.endBeforeRequest(), isCut);
    }
    return isText;
  }

  private void end(Direction from) {
    DuinoCoinText text = textOf(from);
    boolean isCut = text.isCut();
    end(from, text.end(), isCut);
  }

  /** A text ends: what is none of Duino-Coin's is stray, unless its front is lost or the pool answers with its message of the day. */
  private void end(Direction from, String text, boolean isCut) {
    if (text.isEmpty() || chatting == from) {
      return;
    }
    List<DuinoCoinMessage> messages = DuinoCoinMessage.of(text);
    strayTexts += messages.isEmpty() && !isCut ? 1 : 0;
    for (DuinoCoinMessage message : messages) {
      chatting = message instanceof MessageOfTheDay ? from.opposite() : null;
      onMessage(new Said(from, text, message));
    }
  }

  private void onMessage(Said said) {
    Said pair = before;
    before = said;
    if (isCertain) {
      act(said);
    } else if (pair != null && belong(pair, said)) {
      isCertain = true;
      act(pair);
      act(said);
    } else if (said.message instanceof OldGreeting || (said.message instanceof JobRequest request && request.isKnownStart())) {
      isCertain = true;
      act(said);
    }
  }

  /** True if the two follow each other in Duino-Coin, and hardly anywhere else. */
  private static boolean belong(Said first, Said second) {
    boolean isSameSide = first.from == second.from;
    DuinoCoinMessage message = first.message;
    if (second.message instanceof Verdict) {
      return isSameSide && message instanceof Job;
    }
    if (second.message instanceof Share) {
      return isSameSide ? message instanceof JobRequest && isOfMiner(second.message) : message instanceof Job;
    }
    if (second.message instanceof JobRequest) {
      return isSameSide && isOfMiner(message);
    }
    return second.message instanceof Job && !isSameSide && message instanceof JobRequest;
  }

  /** True for a share whose software calls itself a miner. */
  private static boolean isOfMiner(DuinoCoinMessage message) {
    return message instanceof Share share && DuinoCoinMessage.isMiner(share.software());
  }

  private void act(Said said) {
    sink.from(said.from);
    sink.quote(Unpooled.copiedBuffer(said.text, StandardCharsets.UTF_8));
    sink.said(said.message.isOfMiner() ? Role.MINER : Role.POOL);
    if (said.message instanceof JobRequest request) {
      onRequest(said.from, request);
    } else if (said.message instanceof Job job) {
      onJob(said, job);
    } else if (said.message instanceof Share share) {
      onShare(said.from, share);
    } else if (said.message instanceof Verdict verdict) {
      onVerdict(said.from, verdict);
    } else if (said.message instanceof OldGreeting greeting) {
      sink.sign("greeting");
      sink.event(new StratumEvent.Agent(greeting.software()));
    }
  }

  private void onRequest(Direction from, JobRequest request) {
    sink.sign("job-request");
    asker = from;
    if (!user.equals(request.user())) {
      user = request.user();
      sink.event(new StratumEvent.Login(user, null, null));
      sink.event(new StratumEvent.Form("duco-s1", null, List.of("DUCO")));
    }
  }

  private void onJob(Said said, Job job) {
    sink.sign("job");
    if (asker == said.from.opposite()) {
      sink.sign("job-answered");
    }
    asker = null;
    submitter = null;
    hashes = job.difficulty() * HASHES_PER_DIFFICULTY;
    if (hashes > 0) {
      sink.event(new StratumEvent.Difficulty(hashes, true));
    }
    sink.event(new StratumEvent.Job(said.text.substring(0, said.text.indexOf(',')), null, null, Double.NaN));
  }

  private void onShare(Direction from, Share share) {
    sink.sign("share");
    asker = null;
    submitter = from;
    if (share.rig() != null && !share.rig().equals(rig) && !user.isEmpty()) {
      rig = share.rig();
      sink.event(new StratumEvent.Login(user, null, rig));
    }
    sink.event(new StratumEvent.Agent(share.software()));
    if (share.hashesPerSecond() > 0) {
      sink.event(new StratumEvent.HashrateClaim(share.hashesPerSecond()));
    }
    sink.event(new StratumEvent.Share(user.isEmpty() ? null : user, hashes));
  }

  private void onVerdict(Direction from, Verdict verdict) {
    if (submitter == from.opposite()) {
      sink.sign(verdict.isAccepted() ? "share-accepted" : "share-rejected");
      sink.event(new StratumEvent.ShareAnswer(verdict.isAccepted(), hashes));
    } else if (asker == from.opposite() && !verdict.isAccepted()) {
      sink.sign("request-refused");
    } else {
      sink.sign("share-verdict");
      sink.event(new StratumEvent.ShareAnswer(verdict.isAccepted(), hashes));
    }
    submitter = null;
    asker = null;
    if (verdict.reason() != null) {
      sink.event(new StratumEvent.ServerMessage(verdict.reason()));
    }
  }
}

package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import stratoscope.flow.Direction;

/** One Stratum V2 connection in clear: what each message does. One thread. */
final class Sv2Dialogue implements StreamSession {
  /** The protocol of a miner and a pool, as a setup names it; 1 is the declaration of jobs, 2 the distribution of templates. */
  private static final int MINING = 0;
  private static final int DECLARATION = 1;
  private static final int NOT_ASKED = -1;
  private static final int WORKER_EXTENSION = 2;
  private static final int WORKER_FIELD = 1;
  /** Coinbase transactions that pay many are longer, and tell no more of the pool. */
  private static final int MAX_COINBASE_BYTES = 4096;

  /** One direction, so that a message knows whose it is. */
  private final class Side implements Sv2Stream.Sink {
    private final Sv2Stream stream;

    private Side(StratumOptions options, boolean isAtStart) {
      stream = new Sv2Stream(options, this, isAtStart);
    }

    @Override
    public boolean isCertain() {
      return isCertain;
    }

    @Override
    public void onMessage(Sv2Message message, Sv2Fields fields, ByteBuf frame) {
      isCertain = true;
      sink.quote(frame);
      if (message.role() != null) {
        sink.said(message.role());
      }
      act(message, fields);
    }
  }

  private final DialectSink sink;
  private final Sv2Channels channels;
  private final Side originator;
  private final Side responder;
  private boolean isCertain;
  private int askedProtocol = NOT_ASKED;
  private double networkDifficulty = Double.NaN;

  Sv2Dialogue(StratumOptions options, DialectSink sink, boolean isAtStart) {
    this.sink = sink;
    channels = new Sv2Channels(options);
    originator = new Side(options, isAtStart);
    responder = new Side(options, isAtStart);
  }

  @Override
  public Probe onBytes(Direction from, ByteBuf bytes) {
    boolean isOurs = streamOf(from).onBytes(bytes);
    if (isCertain) {
      return Probe.CERTAIN;
    }
    return isOurs ? Probe.NEED_MORE : Probe.NOT_MINE;
  }

  @Override
  public Probe onGap(Direction from) {
    streamOf(from).onGap();
    return isCertain ? Probe.CERTAIN : Probe.NEED_MORE;
  }

  @Override
  public int heldBytes() {
    return originator.stream.heldBytes() + responder.stream.heldBytes();
  }

  private Sv2Stream streamOf(Direction from) {
    return from == Direction.FROM_ORIGINATOR ? originator.stream : responder.stream;
  }

  private void act(Sv2Message message, Sv2Fields fields) {
    switch (message) {
      case SETUP -> onSetup(fields);
      case SETUP_SUCCESS -> onSetupSuccess();
      case SETUP_ERROR -> onRefusal(fields.text(1));
      case RECONNECT -> onReconnect(fields);
      case OPEN_STANDARD, OPEN_EXTENDED -> onOpen(fields);
      case OPENED_STANDARD -> onOpened(fields, 3, fields.u32(4));
      case OPENED_EXTENDED -> onOpened(fields, 4, fields.size() > 5 ? fields.u32(5) : fields.u32(1));
      case OPEN_ERROR -> onOpenError(fields);
      case UPDATE_CHANNEL -> onUpdate(fields);
      case NEW_JOB -> onJob(fields);
      case NEW_EXTENDED_JOB -> onExtendedJob(fields);
      case SET_NEW_PREV_HASH -> onPrevHash(fields);
      case SET_TARGET -> onTarget(fields);
      case SET_EXTRANONCE_PREFIX -> sink.event(new StratumEvent.Extranonce(fields.hex(1)));
      case CLOSE_CHANNEL -> channels.close(fields.u32(0));
      case SUBMIT_STANDARD, SUBMIT_EXTENDED -> onSubmit(fields);
      case SUBMIT_SUCCESS -> onSubmitSuccess(fields);
      case SUBMIT_ERROR -> onSubmitError(fields);
      case SET_CUSTOM_JOB -> sink.sign("custom-job");
      case CUSTOM_JOB_SUCCESS -> begin(fields.u32(0), fields.u32(2));
      case SET_GROUP_CHANNEL -> fields.u32s(1).forEach(channel -> channels.regroup(channel, fields.u32(0)));
      default -> onOther(message);
    }
  }

  private void onOther(Sv2Message message) {
    if (message.isDeclaration()) {
      sink.sign("declaration");
    } else if (message.isTemplate()) {
      sink.sign("template");
    }
  }

  private void onSetup(Sv2Fields fields) {
    askedProtocol = fields.byteAt(0);
    sink.sign(askedProtocol == MINING ? "setup" : askedProtocol == DECLARATION ? "setup-declaration" : "setup-template");
    String agent = fields.text(6) + behind(" ", fields.text(7)) + behind("/", fields.text(8));
    if (!agent.isBlank()) {
      sink.event(new StratumEvent.Agent(agent.strip()));
    }
    if (Shapes.isHost(fields.text(4))) {
      sink.event(new StratumEvent.Endpoint(fields.text(4), Shapes.port(fields.u16(5))));
    }
  }

  private static String behind(String mark, String text) {
    return text.isBlank() ? "" : mark + text;
  }

  /** An answer whose question was not seen is a miner's more often than not: the other protocols are of pools. */
  private void onSetupSuccess() {
    if (askedProtocol == MINING) {
      sink.sign("setup-success");
      sink.sign("setup-answered");
    } else if (askedProtocol == NOT_ASKED) {
      sink.sign("setup-success");
    }
  }

  private void onRefusal(String reason) {
    sink.sign("refused");
    sink.event(new StratumEvent.ServerMessage(reason));
  }

  private void onReconnect(Sv2Fields fields) {
    sink.sign("reconnect");
    String host = fields.text(0);
    sink.event(new StratumEvent.Redirect(host.isEmpty() ? null : host, Shapes.port(fields.u16(1))));
  }

  private void onOpen(Sv2Fields fields) {
    sink.sign("open-channel");
    channels.ask(fields.u32(0), fields.text(1));
    sink.event(new StratumEvent.Login(fields.text(1), null, null));
    claim(fields.f32(2));
  }

  /** Proxies say 0 while nobody mines behind them. */
  private void claim(float hashesPerSecond) {
    if (hashesPerSecond > 0) {
      sink.event(new StratumEvent.HashrateClaim(hashesPerSecond));
    }
  }

  private void onOpened(Sv2Fields fields, int prefix, long group) {
    double difficulty = fields.hashesOfTarget(2);
    boolean wasAsked = channels.open(fields.u32(0), fields.u32(1), difficulty, group);
    sink.sign("channel-opened");
    if (wasAsked) {
      sink.sign("channel-answered");
    }
    sink.event(new StratumEvent.LoginAnswer(true));
    sink.event(new StratumEvent.Subscribed(fields.number(1), fields.hex(prefix)));
    sink.event(new StratumEvent.Channels(channels.open()));
    tell(difficulty);
  }

  private void tell(double difficulty) {
    if (!Double.isNaN(difficulty)) {
      sink.event(new StratumEvent.Difficulty(difficulty, true));
    }
  }

  private void onOpenError(Sv2Fields fields) {
    channels.refuse(fields.u32(0));
    onRefusal(fields.text(1));
    sink.event(new StratumEvent.LoginAnswer(false));
  }

  private void onUpdate(Sv2Fields fields) {
    sink.sign("update-channel");
    claim(fields.f32(1));
  }

  /** A job without a time begins when a previous hash names it; it is told then. */
  private void onJob(Sv2Fields fields) {
    sink.sign("job");
    channels.issue(fields.u32(0), fields.u32(1));
    if (fields.isSet(2)) {
      sink.event(new StratumEvent.Job(fields.number(1), null, null, networkDifficulty));
    }
  }

  private void onExtendedJob(Sv2Fields fields) {
    int prefix = 6;
    int suffix = 7;
    if (fields.u16(prefix) + fields.u16(suffix) <= MAX_COINBASE_BYTES) {
      sink.event(new StratumEvent.Coinbase(fields.longHex(prefix), fields.longHex(suffix)));
    }
    onJob(fields);
  }

  private void onPrevHash(Sv2Fields fields) {
    sink.sign("prev-hash");
    networkDifficulty = Shapes.networkDifficulty(String.format(Locale.ROOT, "%08x", fields.u32(4)));
    begin(fields.u32(0), fields.u32(1));
  }

  private void begin(long channel, long job) {
    channels.issue(channel, job);
    sink.event(new StratumEvent.Job(Long.toString(job), null, null, networkDifficulty));
  }

  private void onTarget(Sv2Fields fields) {
    sink.sign("target");
    double difficulty = fields.hashesOfTarget(1);
    channels.retarget(fields.u32(0), difficulty);
    tell(difficulty);
  }

  private void onSubmit(Sv2Fields fields) {
    long channel = fields.u32(0);
    sink.sign("submit");
    if (channels.knows(channel, fields.u32(2))) {
      sink.sign("job-known");
    }
    String worker = fields.tlvText(WORKER_EXTENSION, WORKER_FIELD);
    int open = channels.open();
    double difficulty = channels.submit(channel, fields.u32(1), fields.u32(2));
    if (channels.open() > open) {
      sink.event(new StratumEvent.Channels(channels.open()));
    }
    sink.event(new StratumEvent.Share(worker == null ? channels.userOf(channel) : worker, difficulty));
  }

  /** One answer takes all shares up to a number, and says how many they are. */
  private void onSubmitSuccess(Sv2Fields fields) {
    boolean isAnswer = channels.isWaiting(fields.u32(0), fields.u32(1));
    sink.sign(isAnswer ? "share-accepted" : "share-verdict");
    for (double difficulty : channels.accept(fields.u32(0), fields.u32(1), fields.u32(2))) {
      sink.event(new StratumEvent.ShareAnswer(true, difficulty));
    }
  }

  private void onSubmitError(Sv2Fields fields) {
    Double difficulty = channels.reject(fields.u32(0), fields.u32(1));
    sink.sign(difficulty == null ? "share-verdict" : "share-rejected");
    sink.event(new StratumEvent.ShareAnswer(false, difficulty == null ? channels.difficultyOf(fields.u32(0)) : difficulty));
    sink.event(new StratumEvent.ServerMessage(fields.text(2)));
  }
}

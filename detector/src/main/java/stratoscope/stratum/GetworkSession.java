package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.HttpHead;

/** One getwork dialogue: block headers with the difficulty they were handed out at. One thread. */
final class GetworkSession implements DialectSession {
  // where things stand in the hex of a header: version 8, previous block 64, Merkle root 64, time 8, bits 8, nonce 8
  private static final int PREVIOUS_BLOCK = 8;
  private static final int TIME = 136;
  private static final int BITS = 144;
  private static final int NONCE = 152;
  private static final int BITCOIN_DATA_DIGITS = 256;

  private final DialectSink sink;
  private final MiningHeaders headers;
  private final JobBook jobs;

  GetworkSession(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    headers = new MiningHeaders(sink);
    jobs = new JobBook(options.maxRemembered());
  }

  @Override
  public void onMessage(RpcMessage message) {
    HttpHead head = message.head();
    if (head == null) {
      onStray(message);
    } else if (message.isHeadAlone()) {
      onHead(head);
    } else if (message.isAnswer()) {
      onWork(message.result());
      headers.onResponse(head);
    } else if (GetworkDialect.METHOD.equals(message.method())) {
      onGetwork(message, head);
    }
  }

  private void onHead(HttpHead head) {
    if (GetworkDialect.isLongPoll(head)) {
      headers.onRequest(head);
      sink.expect(this::onWorkAnswer);
    } else if (!head.isRequest()) {
      headers.onResponse(head);
    }
  }

  private void onGetwork(RpcMessage message, HttpHead head) {
    if (message.params().isEmpty()) {
      sink.miner("request");
      sink.expect(this::onWorkAnswer);
    } else if (GetworkDialect.isData(message.params().get(0))) {
      onSubmit(String.valueOf(message.textParam(0)));
    }
    headers.onRequest(head);
  }

  private void onSubmit(String data) {
    sink.miner("submit");
    String job = jobOf(data);
    if (jobs.knows(job)) {
      sink.sign("work-known");
    }
    double difficulty = jobs.difficultyOf(job);
    sink.event(new StratumEvent.Share(null, difficulty));
    sink.expect(answer -> onSubmitAnswer(answer, difficulty));
  }

  /** The miner changes time and nonce, and by agreement the version; the blocks before and the transactions tell the work. */
  private static String jobOf(String data) {
    return data.substring(PREVIOUS_BLOCK, TIME);
  }

  private void onWorkAnswer(RpcMessage message) {
    if (onWork(message.result())) {
      sink.sign("work-answered");
    } else if (message.error() != null) {
      sink.pool("request-refused");
      sink.reason(message);
    }
  }

  private boolean onWork(@Nullable Object result) {
    if (!GetworkDialect.isWork(result)) {
      return false;
    }
    sink.pool("work");
    Map<String, @Nullable Object> work = RpcMessage.object(result);
    String data = String.valueOf(work.get("data"));
    double difficulty = Shapes.hashesOfTarget(Shapes.reversed(String.valueOf(work.get("target"))));
    jobs.issue(jobOf(data), difficulty);
    sink.event(new StratumEvent.Difficulty(difficulty, true));
    sink.event(new StratumEvent.Job(jobOf(data), RpcMessage.text(work, "algorithm"), null,
        data.length() == BITCOIN_DATA_DIGITS ? Shapes.networkDifficulty(data.substring(BITS, NONCE)) : Double.NaN));
    return true;
  }

  private void onSubmitAnswer(RpcMessage message, double difficulty) {
    boolean isAccepted = message.error() == null && Boolean.TRUE.equals(message.result());
    sink.pool(isAccepted ? "share-accepted" : "share-rejected");
    sink.event(new StratumEvent.ShareAnswer(isAccepted, difficulty));
    sink.reason(message);
  }

  /** A Stratum server answers what it takes for lines of Stratum. */
  private void onStray(RpcMessage message) {
    if (message.error() != null) {
      sink.pool("request-refused");
      sink.reason(message);
    }
  }
}

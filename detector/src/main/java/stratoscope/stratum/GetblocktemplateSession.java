package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.HttpHead;

/** One dialogue about block templates. One thread. */
final class GetblocktemplateSession implements DialectSession {
  private final DialectSink sink;
  private final MiningHeaders headers;
  private final JobBook jobs;

  GetblocktemplateSession(StratumOptions options, DialectSink sink) {
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
      headers.onResponse(head);
    } else if (message.isAnswer()) {
      onTemplate(message.result());
      headers.onResponse(head);
    } else if (GetblocktemplateDialect.isRequest(message.method())) {
      onRequest(message, head);
    } else if (GetblocktemplateDialect.isSubmission(message)) {
      onSubmit(String.valueOf(message.textParam(0)));
      headers.onRequest(head);
    }
  }

  private void onRequest(RpcMessage message, HttpHead head) {
    sink.miner("request");
    sink.expect(this::onTemplateAnswer);
    String wallet = RpcMessage.text(message.namedParams(), "wallet_address");
    if (wallet != null && !wallet.isEmpty()) {
      sink.event(new StratumEvent.Login(wallet, null, null));
    }
    headers.onRequest(head);
  }

  private void onSubmit(String block) {
    sink.miner("submit-block");
    String previous = BlockTemplate.previousOf(block);
    if (jobs.knows(previous)) {
      sink.sign("template-known");
    }
    double difficulty = jobs.difficultyOf(previous);
    sink.event(new StratumEvent.Share(null, difficulty));
    sink.expect(answer -> onSubmitAnswer(answer, difficulty));
  }

  private void onTemplateAnswer(RpcMessage message) {
    if (onTemplate(message.result())) {
      sink.sign("template-answered");
    } else if (message.error() != null) {
      sink.pool("request-refused");
      sink.reason(message);
    }
  }

  private boolean onTemplate(@Nullable Object result) {
    BlockTemplate template = BlockTemplate.of(result);
    if (template == null) {
      return false;
    }
    sink.pool("template");
    jobs.issue(template.previous(), template.hashes());
    sink.event(new StratumEvent.Difficulty(template.hashes(), true));
    sink.event(new StratumEvent.Job(template.previous(), null, template.height(), template.networkDifficulty()));
    if (template.coinbase() != null) {
      sink.event(new StratumEvent.Coinbase(template.coinbase(), ""));
    }
    return true;
  }

  /** Bitcoin's node answers a block that it takes with null, else with the reason; Monero's with a status or an error. */
  private void onSubmitAnswer(RpcMessage message, double difficulty) {
    Map<String, @Nullable Object> result = RpcMessage.object(message.result());
    boolean isAccepted = message.error() == null && (message.result() == null || "OK".equals(result.get("status")));
    sink.pool(isAccepted ? "block-accepted" : "block-rejected");
    sink.event(new StratumEvent.ShareAnswer(isAccepted, difficulty));
    if (message.result() instanceof String reason) {
      sink.event(new StratumEvent.ServerMessage(reason));
    }
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

package stratoscope.stratum;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One eth-proxy dialogue: work packages with their difficulty. One thread. */
final class EthProxySession implements DialectSession {
  private static final int MAX_HASHRATE_DIGITS = 64;

  private final DialectSink sink;
  private final JobBook jobs;

  EthProxySession(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    jobs = new JobBook(options.maxRemembered());
  }

  @Override
  public void onMessage(RpcMessage message) {
    switch (String.valueOf(message.method())) {
      case "eth_submitLogin" -> onLogin(message);
      case "eth_getWork" -> {
        sink.miner("get-work");
        sink.expect(this::onWorkAnswer);
      }
      case "eth_submitWork" -> onSubmitWork(message);
      case "eth_submitHashrate" -> onSubmitHashrate(message);
      default -> onWork(message.result());
    }
  }

  private void onLogin(RpcMessage message) {
    String user = message.textParam(0);
    if (user != null) {
      sink.miner("submit-login");
      sink.expect(this::onLoginAnswer);
      String rig = message.members().get("worker") instanceof String worker && !worker.isEmpty() ? worker : null;
      sink.event(new StratumEvent.Login(user, message.textParam(1), rig));
    }
  }

  private void onSubmitWork(RpcMessage message) {
    if (!EthProxyDialect.isShare(message.params())) {
      return;
    }
    sink.miner("submit-work");
    String header = String.valueOf(message.textParam(1));
    if (jobs.knows(header)) {
      sink.sign("work-known");
    }
    double difficulty = jobs.difficultyOf(header);
    sink.event(new StratumEvent.Share(null, difficulty));
    sink.expect(answer -> onSubmitAnswer(answer, difficulty));
  }

  private void onSubmitHashrate(RpcMessage message) {
    String rate = message.textParam(0);
    if (Shapes.isPrefixedHex(rate, 1, MAX_HASHRATE_DIGITS)) {
      sink.miner("submit-hashrate");
      sink.expect(answer -> onWork(answer.result()));
      sink.event(new StratumEvent.HashrateClaim(Shapes.hexNumber(String.valueOf(rate))));
    }
  }

  private void onWorkAnswer(RpcMessage message) {
    if (onWork(message.result())) {
      sink.sign("work-answered");
    }
  }

  private boolean onWork(@Nullable Object result) {
    if (!EthProxyDialect.isWork(result)) {
      return false;
    }
    List<?> work = RpcMessage.array(result);
    sink.pool(EthProxyDialect.hasBoundary(work) ? "work" : "work-shaped");
    String header = String.valueOf(work.get(0));
    double difficulty = Shapes.hashesOfTarget(work.get(2));
    jobs.issue(header, difficulty);
    sink.event(new StratumEvent.Difficulty(difficulty, true));
    sink.event(new StratumEvent.Job(header, null, null, Double.NaN));
    return true;
  }

  private void onLoginAnswer(RpcMessage message) {
    boolean isAccepted = message.error() == null && Boolean.TRUE.equals(message.result());
    sink.pool(isAccepted ? "login-accepted" : "request-refused");
    sink.event(new StratumEvent.LoginAnswer(isAccepted));
    sink.reason(message);
  }

  private void onSubmitAnswer(RpcMessage message, double difficulty) {
    boolean isAccepted = message.error() == null && Boolean.TRUE.equals(message.result());
    sink.pool(isAccepted ? "share-accepted" : "share-rejected");
    sink.event(new StratumEvent.ShareAnswer(isAccepted, difficulty));
    sink.reason(message);
  }
}

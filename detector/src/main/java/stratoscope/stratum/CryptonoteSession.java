package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One CryptoNote dialogue: jobs with their difficulty. One thread. */
final class CryptonoteSession implements DialectSession {
  private final DialectSink sink;
  private final CryptonoteJobs jobs;

  CryptonoteSession(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    jobs = new CryptonoteJobs(options, sink);
  }

  @Override
  public void onMessage(RpcMessage message) {
    switch (String.valueOf(message.method())) {
      case "login" -> onLogin(message);
      case "submit" -> onSubmit(message);
      case "job" -> onJob(message.namedParams());
      case "keepalived" -> {
        sink.miner("keepalived");
        sink.expect(this::onKeepaliveAnswer);
      }
      case "getjob" -> {
        sink.miner("getjob");
        sink.expect(this::onJobAnswer);
      }
      default -> onUnaskedAnswer(RpcMessage.object(message.result()));
    }
  }

  private void onLogin(RpcMessage message) {
    Map<String, @Nullable Object> params = message.namedParams();
    String login = RpcMessage.text(params, "login");
    if (login == null) {
      return;
    }
    sink.miner("login");
    sink.expect(this::onLoginAnswer);
    if (CryptonoteShapes.isWallet(login)) {
      sink.sign("login-wallet");
    }
    if (CryptonoteShapes.isAlgorithmList(params.get("algo")) || CryptonoteShapes.isAlgorithmSpeed(params.get("algo-perf"))) {
      sink.sign("login-algorithms");
    }
    sink.event(new StratumEvent.Login(login, RpcMessage.text(params, "pass"), RpcMessage.text(params, "rigid")));
    String agent = RpcMessage.text(params, "agent");
    if (agent != null) {
      sink.event(new StratumEvent.Agent(agent));
    }
  }

  private void onSubmit(RpcMessage message) {
    Map<String, @Nullable Object> share = message.namedParams();
    if (!CryptonoteShapes.isShare(share)) {
      return;
    }
    sink.miner("submit");
    double difficulty = jobs.onShare(share);
    sink.expect(answer -> onSubmitAnswer(answer, difficulty));
  }

  private boolean onJob(Map<String, @Nullable Object> job) {
    boolean isJob = jobs.onJob(job);
    if (isJob && job.get("blob") instanceof String blob && CryptonoteShapes.isBlockHeader(blob)) {
      sink.sign("job-header");
    }
    return isJob;
  }

  private void onJobAnswer(RpcMessage message) {
    if (onJob(RpcMessage.object(message.result()))) {
      sink.sign("getjob-answered");
    }
  }

  private void onKeepaliveAnswer(RpcMessage message) {
    if ("KEEPALIVED".equals(RpcMessage.object(message.result()).get("status"))) {
      sink.pool("keepalived-answered");
    }
  }

  /** The question was not seen: one-sided or lost. */
  private void onUnaskedAnswer(Map<String, @Nullable Object> result) {
    if (onJob(RpcMessage.object(result.get("job")))) {
      sink.event(new StratumEvent.Subscribed(RpcMessage.text(result, "id"), null));
    } else {
      onJob(result);
    }
  }

  private void onLoginAnswer(RpcMessage message) {
    Map<String, @Nullable Object> result = RpcMessage.object(message.result());
    boolean isAccepted = message.error() == null && onJob(RpcMessage.object(result.get("job")));
    boolean isKin = result.get("job") instanceof Map || "ok".equals(message.result()); // Bytom's job, Grin's word
    if (isAccepted) {
      sink.sign("login-answered");
      sink.event(new StratumEvent.Subscribed(RpcMessage.text(result, "id"), null));
    } else if (message.error() != null) {
      sink.pool("request-refused");
      sink.reason(message);
    } else if (!isKin) {
      sink.sign("answer-not-mining");
    }
    sink.event(new StratumEvent.LoginAnswer(isAccepted || (isKin && message.error() == null)));
  }

  private void onSubmitAnswer(RpcMessage message, double difficulty) {
    boolean isAccepted = message.error() == null
        && RpcMessage.object(message.result()).get("status") instanceof String status && status.equalsIgnoreCase("OK");
    sink.pool(isAccepted ? "share-accepted" : "share-rejected");
    sink.event(new StratumEvent.ShareAnswer(isAccepted, difficulty));
    if (!isAccepted) {
      sink.reason(message);
    }
  }
}

package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/** One CryptoNote dialogue: requests waiting for their answer, jobs with their difficulty. One thread. */
final class CryptonoteSession implements DialectSession {
  private enum Kind { LOGIN, GETJOB, SUBMIT, KEEPALIVED, OTHER }

  /** @param difficulty of the share, for SUBMIT */
  private record Request(Kind kind, double difficulty) {}

  private final DialectSink sink;
  private final PendingRequests<Request> pending;
  private final JobBook jobs;

  CryptonoteSession(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    pending = new PendingRequests<>(options.maxRemembered());
    jobs = new JobBook(options.maxRemembered());
  }

  @Override
  public void onMessage(RpcMessage message, Direction from) {
    String method = message.method();
    if (method == null) {
      onAnswer(message, pending.take(from.opposite(), message));
      return;
    }
    switch (method) {
      case "login" -> onLogin(message, from);
      case "submit" -> onSubmit(message, from);
      case "job" -> onJob(message.namedParams());
      case "keepalived" -> ask(Kind.KEEPALIVED, "keepalived", message, from);
      case "getjob" -> ask(Kind.GETJOB, "getjob", message, from);
      default -> pending.put(from, message, new Request(Kind.OTHER, Double.NaN)); // so that its answer is not taken for one of ours
    }
  }

  private void ask(Kind kind, String sign, RpcMessage message, Direction from) {
    sink.said(Role.MINER);
    sink.sign(sign);
    pending.put(from, message, new Request(kind, Double.NaN));
  }

  private void onLogin(RpcMessage message, Direction from) {
    Map<String, @Nullable Object> params = message.namedParams();
    String login = RpcMessage.text(params, "login");
    if (login == null) {
      return;
    }
    ask(Kind.LOGIN, "login", message, from);
    if (CryptonoteShapes.isWallet(login)) {
      sink.sign("login-wallet");
    }
    if (CryptonoteShapes.isAlgorithmList(params.get("algo"))) {
      sink.sign("login-algorithms");
    }
    sink.event(new StratumEvent.Login(login, RpcMessage.text(params, "pass"), RpcMessage.text(params, "rigid")));
    String agent = RpcMessage.text(params, "agent");
    if (agent != null) {
      sink.event(new StratumEvent.Agent(agent));
    }
  }

  private void onSubmit(RpcMessage message, Direction from) {
    Map<String, @Nullable Object> share = message.namedParams();
    if (!CryptonoteShapes.isShare(share)) {
      return;
    }
    sink.said(Role.MINER);
    sink.sign("submit");
    String jobId = String.valueOf(share.get("job_id"));
    if (jobs.knows(jobId)) {
      sink.sign("job-known");
    }
    double difficulty = jobs.difficultyOf(jobId);
    sink.event(new StratumEvent.Share(null, difficulty));
    pending.put(from, message, new Request(Kind.SUBMIT, difficulty));
  }

  private boolean onJob(Map<String, @Nullable Object> job) {
    if (!CryptonoteShapes.isJob(job)) {
      return false;
    }
    sink.said(Role.POOL);
    sink.sign("job");
    if (job.get("blob") instanceof String blob && CryptonoteShapes.isBlockHeader(blob)) {
      sink.sign("job-header");
    }
    String jobId = String.valueOf(job.get("job_id"));
    double difficulty = CryptonoteShapes.difficulty(job.get("target"));
    jobs.issue(jobId, difficulty);
    sink.event(new StratumEvent.Difficulty(difficulty));
    sink.event(new StratumEvent.Job(jobId, RpcMessage.text(job, "algo"), height(job.get("height")), Double.NaN));
    return true;
  }

  private static @Nullable Long height(@Nullable Object value) {
    return value instanceof Integer number && number >= 0 ? Long.valueOf(number) : null;
  }

  private void onAnswer(RpcMessage message, @Nullable Request request) {
    Map<String, @Nullable Object> result = RpcMessage.object(message.result());
    if (request == null) {
      onUnaskedAnswer(result);
      return;
    }
    switch (request.kind) {
      case LOGIN -> onLoginAnswer(message, result);
      case GETJOB -> {
        if (onJob(result)) {
          sink.sign("getjob-answered");
        }
      }
      case SUBMIT -> onSubmitAnswer(message, result, request.difficulty);
      case KEEPALIVED -> {
        if ("KEEPALIVED".equals(result.get("status"))) {
          sink.said(Role.POOL);
          sink.sign("keepalived-answered");
        }
      }
      case OTHER -> { }
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

  private void onLoginAnswer(RpcMessage message, Map<String, @Nullable Object> result) {
    boolean isAccepted = message.error() == null && onJob(RpcMessage.object(result.get("job")));
    if (isAccepted) {
      sink.sign("login-answered");
      sink.event(new StratumEvent.Subscribed(RpcMessage.text(result, "id"), null));
    } else if (message.error() != null) {
      sink.said(Role.POOL);
      sink.sign("request-refused");
      sink.reason(message);
    } else {
      sink.sign("answer-not-mining");
    }
    sink.event(new StratumEvent.LoginAnswer(isAccepted));
  }

  private void onSubmitAnswer(RpcMessage message, Map<String, @Nullable Object> result, double difficulty) {
    boolean isAccepted = message.error() == null && result.get("status") instanceof String status && status.equalsIgnoreCase("OK");
    sink.said(Role.POOL);
    sink.sign(isAccepted ? "share-accepted" : "share-rejected");
    sink.event(new StratumEvent.ShareAnswer(isAccepted, difficulty));
    if (!isAccepted) {
      sink.reason(message);
    }
  }
}

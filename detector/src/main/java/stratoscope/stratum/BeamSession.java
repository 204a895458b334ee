package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One dialogue with Beam's node or a pool. One thread. */
final class BeamSession implements DialectSession {
  private static final int ACCEPTED = 1;

  private final DialectSink sink;
  private final JobBook jobs;
  private boolean isLoggedIn;

  BeamSession(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    jobs = new JobBook(options.maxRemembered());
  }

  @Override
  public void onMessage(RpcMessage message) {
    Map<String, @Nullable Object> members = message.members();
    switch (String.valueOf(message.method())) {
      case "login" -> onLogin(members);
      case "job" -> onJob(message);
      case "solution" -> onSolution(message);
      case "result" -> onResult(message);
      default -> { }
    }
  }

  private void onLogin(Map<String, @Nullable Object> members) {
    String key = RpcMessage.text(members, "api_key");
    if (key != null) {
      sink.miner("login");
      sink.expect(this::onLoginResult);
      sink.event(new StratumEvent.Login(key, null, null));
    }
  }

  private void onJob(RpcMessage message) {
    Map<String, @Nullable Object> job = message.members();
    if (!BeamDialect.isJob(job)) {
      return;
    }
    sink.pool("job");
    if (isLoggedIn) {
      sink.sign("login-answered");
    }
    tellPrefix(job);
    String jobId = String.valueOf(message.id());
    double difficulty = BeamDialect.difficulty(job.get("difficulty"));
    jobs.issue(jobId, difficulty);
    sink.event(new StratumEvent.Difficulty(difficulty, true));
    sink.event(new StratumEvent.Job(jobId, null, Shapes.height(job.get("height")), Double.NaN));
  }

  private void tellPrefix(Map<String, @Nullable Object> members) {
    if (BeamDialect.hasNoncePrefix(members)) {
      sink.event(new StratumEvent.Subscribed(null, RpcMessage.text(members, "nonceprefix")));
    }
  }

  private void onSolution(RpcMessage message) {
    if (!BeamDialect.isSolution(message.members())) {
      return;
    }
    sink.miner("solution");
    String jobId = String.valueOf(message.id());
    if (jobs.knows(jobId)) {
      sink.sign("job-known");
    }
    double difficulty = jobs.difficultyOf(jobId);
    sink.event(new StratumEvent.Share(null, difficulty));
    sink.expect(answer -> onSolutionResult(answer.members(), difficulty));
  }

  /** What a result answers is told by its id: that of the login, or of the job that a solution is for. */
  private void onResult(RpcMessage message) {
    if (!BeamDialect.isResult(message.members())) {
      return;
    }
    boolean isAnswer = message.id() != null && sink.answer(message.id(), message);
    if (!isAnswer && BeamDialect.hasNoncePrefix(message.members())) {
      sink.pool("nonce-prefix");
      tellPrefix(message.members());
    }
  }

  private void onLoginResult(RpcMessage message) {
    Map<String, @Nullable Object> result = message.members();
    isLoggedIn = BeamDialect.isResult(result) && code(result) >= 0;
    if (!isLoggedIn) {
      sink.pool("request-refused");
      tellReason(result);
    } else if (BeamDialect.hasNoncePrefix(result)) {
      sink.pool("nonce-prefix");
      tellPrefix(result);
    }
    sink.event(new StratumEvent.LoginAnswer(isLoggedIn));
  }

  private void onSolutionResult(Map<String, @Nullable Object> result, double difficulty) {
    boolean isAccepted = code(result) == ACCEPTED;
    sink.pool(isAccepted ? "share-accepted" : "share-rejected");
    sink.event(new StratumEvent.ShareAnswer(isAccepted, difficulty));
    if (!isAccepted) {
      tellReason(result);
    }
  }

  private static int code(Map<String, @Nullable Object> result) {
    return result.get("code") instanceof Integer code ? code : -1;
  }

  private void tellReason(Map<String, @Nullable Object> result) {
    String reason = RpcMessage.text(result, "description");
    if (reason != null) {
      sink.event(new StratumEvent.ServerMessage(reason));
    }
  }
}

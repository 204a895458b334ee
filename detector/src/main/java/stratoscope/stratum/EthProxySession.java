package stratoscope.stratum;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/** One eth-proxy dialogue: requests waiting for their answer, work packages with their difficulty. One thread. */
final class EthProxySession implements DialectSession {
  private static final double TWO_TO_256 = Math.scalb(1.0, 256);
  private static final int MAX_HASHRATE_DIGITS = 64;

  private enum Kind { LOGIN, GET_WORK, SUBMIT_WORK, OTHER, FOREIGN }

  /** @param difficulty of the share, for SUBMIT_WORK */
  private record Request(Kind kind, double difficulty) {}

  private final DialectSink sink;
  private final PendingRequests<Request> pending;
  private final JobBook jobs;

  EthProxySession(StratumOptions options, DialectSink sink) {
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
      case "eth_submitLogin" -> onLogin(message, from);
      case "eth_getWork" -> ask(Kind.GET_WORK, "get-work", message, from);
      case "eth_submitWork" -> onSubmitWork(message, from);
      case "eth_submitHashrate" -> onSubmitHashrate(message, from);
      default -> pending.put(from, message, new Request(Kind.FOREIGN, Double.NaN)); // so that its answer is not taken for one of ours
    }
  }

  private void ask(Kind kind, String sign, RpcMessage message, Direction from) {
    sink.said(Role.MINER);
    sink.sign(sign);
    pending.put(from, message, new Request(kind, Double.NaN));
  }

  private void onLogin(RpcMessage message, Direction from) {
    String user = message.textParam(0);
    if (user != null) {
      ask(Kind.LOGIN, "submit-login", message, from);
      String rig = message.members().get("worker") instanceof String worker && !worker.isEmpty() ? worker : null;
      sink.event(new StratumEvent.Login(user, message.textParam(1), rig));
    }
  }

  private void onSubmitWork(RpcMessage message, Direction from) {
    if (!EthProxyDialect.isShare(message.params())) {
      return;
    }
    sink.said(Role.MINER);
    sink.sign("submit-work");
    String header = String.valueOf(message.textParam(1));
    if (jobs.knows(header)) {
      sink.sign("work-known");
    }
    double difficulty = jobs.difficultyOf(header);
    sink.event(new StratumEvent.Share(null, difficulty));
    pending.put(from, message, new Request(Kind.SUBMIT_WORK, difficulty));
  }

  private void onSubmitHashrate(RpcMessage message, Direction from) {
    String rate = message.textParam(0);
    if (Shapes.isPrefixedHex(rate, 1, MAX_HASHRATE_DIGITS)) {
      ask(Kind.OTHER, "submit-hashrate", message, from);
      sink.event(new StratumEvent.HashrateClaim(number(String.valueOf(rate))));
    }
  }

  private void onAnswer(RpcMessage message, @Nullable Request request) {
    boolean isWork = (request == null || request.kind != Kind.FOREIGN) && onWork(message.result());
    if (request == null) {
      return;
    }
    switch (request.kind) {
      case GET_WORK -> {
        if (isWork) {
          sink.sign("work-answered");
        }
      }
      case LOGIN -> onLoginAnswer(message);
      case SUBMIT_WORK -> onSubmitAnswer(message, request.difficulty);
      case OTHER, FOREIGN -> { }
    }
  }

  private boolean onWork(@Nullable Object result) {
    if (!EthProxyDialect.isWork(result)) {
      return false;
    }
    List<?> work = RpcMessage.array(result);
    sink.said(Role.POOL);
    sink.sign(EthProxyDialect.hasBoundary(work) ? "work" : "work-shaped");
    String header = String.valueOf(work.get(0));
    double boundary = number(String.valueOf(work.get(2)));
    double difficulty = boundary == 0 ? Double.NaN : TWO_TO_256 / boundary;
    jobs.issue(header, difficulty);
    sink.event(new StratumEvent.Difficulty(difficulty));
    sink.event(new StratumEvent.Job(header, null, null, Double.NaN));
    return true;
  }

  private void onLoginAnswer(RpcMessage message) {
    boolean isAccepted = message.error() == null && Boolean.TRUE.equals(message.result());
    sink.said(Role.POOL);
    sink.sign(isAccepted ? "login-accepted" : "request-refused");
    sink.event(new StratumEvent.LoginAnswer(isAccepted));
    sink.reason(message);
  }

  private void onSubmitAnswer(RpcMessage message, double difficulty) {
    boolean isAccepted = message.error() == null && Boolean.TRUE.equals(message.result());
    sink.said(Role.POOL);
    sink.sign(isAccepted ? "share-accepted" : "share-rejected");
    sink.event(new StratumEvent.ShareAnswer(isAccepted, difficulty));
    sink.reason(message);
  }

  /** The value of {@code 0x} and hex digits. */
  private static double number(String hex) {
    return new BigInteger(hex.substring(2), 16).doubleValue();
  }
}

package stratoscope.stratum;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/** One Stratum V1 dialogue: requests waiting for their answer, jobs with the difficulty they were issued at. One thread. */
final class StratumV1Session implements DialectSession {
  private static final int MAX_SUBSCRIBE_PARAMS = 5;
  private static final int MAX_AUTHORIZE_PARAMS = 4;
  /** No target is below 1, whatever the target of difficulty 1. */
  private static final double MAX_DIFFICULTY = Math.scalb(1.0, 256);

  private enum Kind { SUBSCRIBE, AUTHORIZE, CONFIGURE, SUBMIT, OTHER }

  /** @param difficulty of the share, for SUBMIT */
  private record Request(Kind kind, double difficulty) {}

  private final DialectSink sink;
  private final PendingRequests<Request> pending;
  private final JobBook jobs;
  private double difficulty = Double.NaN;

  StratumV1Session(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    pending = new PendingRequests<>(options.maxRemembered());
    jobs = new JobBook(options.maxRemembered());
  }

  @Override
  public void onMessage(RpcMessage message, Direction from) {
    String method = message.method();
    if (method == null) {
      onAnswer(message, pending.take(from.opposite(), message));
    } else if (!message.hasPositionalParams() || !(onMinerMessage(method, message, from) || onPoolMessage(method, message))) {
      if (method.startsWith("mining.")) {
        sink.sign("unknown-method");
      }
      pending.put(from, message, new Request(Kind.OTHER, Double.NaN)); // so that its answer is not taken for one of ours
    }
  }

  private boolean onMinerMessage(String method, RpcMessage message, Direction from) {
    switch (method) {
      case "mining.subscribe" -> onSubscribe(message, from);
      case "mining.authorize" -> onAuthorize(message, from);
      case "mining.submit" -> onSubmit(message, from);
      case "mining.configure" -> onConfigure(message, from);
      case "mining.extranonce.subscribe" -> ask(Kind.OTHER, "extranonce-subscribe", message, from);
      case "mining.suggest_difficulty", "mining.suggest_target" -> ask(Kind.OTHER, "suggest", message, from);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void ask(Kind kind, String sign, RpcMessage message, Direction from) {
    sink.said(Role.MINER);
    sink.sign(sign);
    pending.put(from, message, new Request(kind, Double.NaN));
  }

  private void onSubscribe(RpcMessage message, Direction from) {
    if (StratumV1Shapes.isScalars(message.params(), MAX_SUBSCRIBE_PARAMS)) {
      ask(Kind.SUBSCRIBE, "subscribe", message, from);
      String agent = message.textParam(0);
      if (agent != null && !agent.isEmpty()) {
        sink.event(new StratumEvent.Agent(agent));
      }
    }
  }

  private void onAuthorize(RpcMessage message, Direction from) {
    String user = message.textParam(0);
    if (user != null && StratumV1Shapes.isScalars(message.params(), MAX_AUTHORIZE_PARAMS)) {
      ask(Kind.AUTHORIZE, "authorize", message, from);
      sink.event(new StratumEvent.Login(user, message.textParam(1), null));
    }
  }

  private void onConfigure(RpcMessage message, Direction from) {
    if (StratumV1Shapes.isConfigure(message.params())) {
      ask(Kind.CONFIGURE, "configure", message, from);
    }
  }

  private void onSubmit(RpcMessage message, Direction from) {
    List<@Nullable Object> params = message.params();
    boolean isBitcoin = StratumV1Shapes.isBitcoinSubmit(params);
    if (!(isBitcoin || StratumV1Shapes.isOtherSubmit(params)) || !(params.get(1) instanceof String job)) {
      return;
    }
    sink.said(Role.MINER);
    sink.sign(isBitcoin ? "submit" : "submit-other");
    if (jobs.knows(job)) {
      sink.sign("job-known");
    }
    double shareDifficulty = jobs.knows(job) ? jobs.difficultyOf(job) : difficulty;
    sink.event(new StratumEvent.Share(message.textParam(0), shareDifficulty));
    pending.put(from, message, new Request(Kind.SUBMIT, shareDifficulty));
  }

  private boolean onPoolMessage(String method, RpcMessage message) {
    List<@Nullable Object> params = message.params();
    switch (method) {
      case "mining.notify" -> onNotify(params);
      case "mining.set_difficulty" -> onSetDifficulty(params);
      case "mining.set_target" -> tell("set-target", Shapes.isHex(first(params), 1, Shapes.HASH_DIGITS));
      case "mining.set_extranonce" -> onSetExtranonce(params);
      case "mining.set_version_mask" -> tell("set-version-mask", Shapes.isHex(first(params), 8));
      case "client.get_version" -> tell("get-version", params.isEmpty());
      case "client.reconnect" -> onReconnect(params);
      case "client.show_message" -> onShowMessage(message);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void tell(String sign, boolean isShaped) {
    if (isShaped) {
      sink.said(Role.POOL);
      sink.sign(sign);
    }
  }

  private void onNotify(List<@Nullable Object> params) {
    boolean isBitcoin = StratumV1Shapes.isBitcoinNotify(params);
    if ((isBitcoin || StratumV1Shapes.isOtherNotify(params)) && params.get(0) instanceof String job) {
      tell(isBitcoin ? "notify" : "notify-other", true);
      jobs.issue(job, difficulty);
      sink.event(new StratumEvent.Job(job, null, null, isBitcoin ? StratumV1Shapes.networkDifficulty(params.get(6)) : Double.NaN));
    }
  }

  private void onSetDifficulty(List<@Nullable Object> params) {
    if (first(params) instanceof Number number && number.doubleValue() > 0 && number.doubleValue() <= MAX_DIFFICULTY) {
      tell("set-difficulty", true);
      difficulty = number.doubleValue();
      sink.event(new StratumEvent.Difficulty(difficulty));
    }
  }

  private void onSetExtranonce(List<@Nullable Object> params) {
    if (Shapes.isHex(first(params), 0, Shapes.HASH_DIGITS)) {
      tell("set-extranonce", true);
      sink.event(new StratumEvent.Subscribed(null, (String) first(params)));
    }
  }

  private void onReconnect(List<@Nullable Object> params) {
    tell("reconnect", true);
    String host = first(params) instanceof String text && !text.isEmpty() ? text : null;
    sink.event(new StratumEvent.Redirect(host, params.size() > 1 ? port(params.get(1)) : null));
  }

  private static @Nullable Integer port(@Nullable Object value) {
    try {
      double port = value instanceof Number number ? number.doubleValue() : Integer.parseInt(String.valueOf(value));
      return port >= 1 && port <= 0xFFFF ? (Integer) (int) port : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private void onShowMessage(RpcMessage message) {
    String text = message.textParam(0);
    if (text != null) {
      tell("show-message", true);
      sink.event(new StratumEvent.ServerMessage(text));
    }
  }

  private void onAnswer(RpcMessage message, @Nullable Request request) {
    if (request == null) {
      onUnaskedAnswer(message);
      return;
    }
    switch (request.kind) {
      case SUBSCRIBE -> onSubscribeAnswer(message);
      case AUTHORIZE -> onAuthorizeAnswer(message);
      case CONFIGURE -> {
        if (message.result() instanceof Map) {
          agree("configure-answered");
        }
      }
      case SUBMIT -> onSubmitAnswer(message, request.difficulty);
      case OTHER -> { }
    }
  }

  /** The question was not seen: one-sided or lost. */
  private void onUnaskedAnswer(RpcMessage message) {
    if (StratumV1Shapes.isNamedSubscribeResult(message.result())) {
      tell("subscribe-result", true);
      onSubscribed(RpcMessage.array(message.result()));
    } else if (StratumV1Shapes.isErrorTriple(message.error())) {
      tell("error-triple", true);
    }
  }

  private void onSubscribeAnswer(RpcMessage message) {
    if (message.error() != null) {
      onRefusal(message);
    } else if (message.result() instanceof List<?> list && !list.isEmpty()) {
      agree(StratumV1Shapes.isSubscribeResult(list) ? "subscribe-answered" : "subscribe-answered-other");
      onSubscribed(list);
    } else if (!Boolean.TRUE.equals(message.result())) {
      sink.sign("answer-not-stratum");
    }
  }

  private void onSubscribed(List<?> result) {
    String extranonce = result.size() > 1 && Shapes.isHex(result.get(1), 1, 64) ? (String) result.get(1) : null;
    sink.event(new StratumEvent.Subscribed(sessionOf(result.get(0)), extranonce));
  }

  /** The session id is beside the subscription's name: {@code [["mining.notify","ae68"]]} or {@code ["mining.notify","ae68"]}. */
  private static @Nullable String sessionOf(@Nullable Object subscriptions) {
    if (subscriptions instanceof String text) {
      return text;
    }
    if (!(subscriptions instanceof List<?> list) || list.isEmpty()) {
      return null;
    }
    if (list.get(0) instanceof List<?> pair) {
      return sessionOf(pair);
    }
    return list.size() > 1 && list.get(1) instanceof String text ? text : null;
  }

  private void onAuthorizeAnswer(RpcMessage message) {
    boolean isAccepted = Boolean.TRUE.equals(message.result());
    if (isAccepted) {
      agree("authorize-accepted");
    } else {
      onRefusal(message);
    }
    sink.event(new StratumEvent.LoginAnswer(isAccepted));
  }

  private void onSubmitAnswer(RpcMessage message, double shareDifficulty) {
    boolean isAccepted = message.error() == null && !Boolean.FALSE.equals(message.result()) && message.result() != null;
    agree(isAccepted ? "share-accepted" : "share-rejected");
    sink.event(new StratumEvent.ShareAnswer(isAccepted, shareDifficulty));
    if (!isAccepted) {
      sink.reason(message);
    }
  }

  private void onRefusal(RpcMessage message) {
    sink.said(Role.POOL);
    sink.sign("request-refused");
    sink.reason(message);
  }

  private void agree(String sign) {
    sink.said(Role.POOL);
    sink.sign(sign);
  }

  private static @Nullable Object first(List<@Nullable Object> params) {
    return params.isEmpty() ? null : params.get(0);
  }
}

package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One dialogue of a page's miner in Coinhive's dialect. One thread. */
final class CoinhiveSession implements DialectSession {
  private final DialectSink sink;
  private final CryptonoteJobs jobs;
  private final UnansweredShares shares;
  private boolean isLoggingIn;

  CoinhiveSession(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    jobs = new CryptonoteJobs(options, sink);
    shares = new UnansweredShares(options.maxRemembered());
  }

  @Override
  public void onMessage(RpcMessage message) {
    Map<String, @Nullable Object> params = message.namedParams();
    switch (String.valueOf(message.members().get("type"))) {
      case "auth" -> onAuth(params);
      case "submit" -> onSubmit(params);
      case "getjob" -> sink.miner("getjob");
      case "verified" -> sink.miner("verified");
      case "authed" -> onAuthed();
      case "job" -> jobs.onJob(params);
      case "hash_accepted" -> onAccepted();
      case "verify" -> onVerify(params);
      case "error" -> onError(RpcMessage.text(params, "error"));
      case "banned" -> onError("banned");
      default -> { }
    }
  }

  private void onAuth(Map<String, @Nullable Object> params) {
    if (CoinhiveDialect.isAuth(params)) {
      sink.miner("auth");
      isLoggingIn = true;
      if (CoinhiveDialect.hasSiteKey(params)) {
        sink.sign("site-key");
      }
      String user = RpcMessage.text(params, "user");
      sink.event(new StratumEvent.Login(String.valueOf(params.get("site_key")), null, user == null || user.isEmpty() ? null : user));
    }
  }

  private void onAuthed() {
    sink.pool("authed");
    if (isLoggingIn) {
      isLoggingIn = false;
      sink.event(new StratumEvent.LoginAnswer(true));
    }
  }

  private void onSubmit(Map<String, @Nullable Object> share) {
    if (CryptonoteShapes.isShare(share)) {
      sink.miner("submit");
      shares.add(jobs.onShare(share));
    }
  }

  private void onAccepted() {
    if (shares.isEmpty()) {
      sink.pool("hash-accepted");
    } else {
      sink.pool("share-accepted");
      sink.event(new StratumEvent.ShareAnswer(true, shares.take()));
    }
  }

  private void onVerify(Map<String, @Nullable Object> params) {
    if (Shapes.isHex(params.get("nonce"), 8) && Shapes.isHex(params.get("result"), Shapes.HASH_DIGITS)) {
      sink.pool("verify");
    }
  }

  private void onError(@Nullable String reason) {
    if (isLoggingIn) {
      isLoggingIn = false;
      sink.pool("request-refused");
      sink.event(new StratumEvent.LoginAnswer(false));
    } else if (!shares.isEmpty()) {
      sink.pool("share-rejected");
      sink.event(new StratumEvent.ShareAnswer(false, shares.take()));
    }
    if (reason != null) {
      sink.event(new StratumEvent.ServerMessage(reason));
    }
  }
}

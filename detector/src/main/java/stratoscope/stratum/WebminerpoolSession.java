package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One dialogue of a page's miner with webminerpool's proxy. One thread. */
final class WebminerpoolSession implements DialectSession {
  private final DialectSink sink;
  private final CryptonoteJobs jobs;
  private final UnansweredShares shares;
  private boolean isLoggingIn;

  WebminerpoolSession(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    jobs = new CryptonoteJobs(options, sink);
    shares = new UnansweredShares(options.maxRemembered());
  }

  @Override
  public void onMessage(RpcMessage message) {
    Map<String, @Nullable Object> members = message.members();
    switch (String.valueOf(members.get("identifier"))) {
      case "handshake" -> onHandshake(members);
      case "solved" -> onSolved(members);
      case "job" -> onJob(members);
      case "hashsolved" -> onHashSolved();
      case "error" -> onError(RpcMessage.text(members, "param"));
      case "warning" -> onText(RpcMessage.text(members, "param"));
      default -> { }
    }
  }

  private void onHandshake(Map<String, @Nullable Object> handshake) {
    if (!WebminerpoolDialect.isHandshake(handshake)) {
      return;
    }
    isLoggingIn = true;
    sink.miner("handshake");
    String login = RpcMessage.text(handshake, "login");
    if (login == null) {
      login = String.valueOf(handshake.get("loginid"));
    } else if (CryptonoteShapes.isWallet(login)) {
      sink.sign("handshake-wallet");
    }
    String user = RpcMessage.text(handshake, "userid");
    sink.event(new StratumEvent.Login(login, RpcMessage.text(handshake, "password"), user == null || user.isEmpty() ? null : user));
    if (WebminerpoolDialect.namesPool(handshake)) {
      sink.sign("handshake-pool");
      sink.event(new StratumEvent.Endpoint(String.valueOf(handshake.get("pool")), null));
    }
  }

  private void onJob(Map<String, @Nullable Object> job) {
    if (jobs.onJob(job) && isLoggingIn) {
      isLoggingIn = false;
      sink.sign("handshake-answered");
      sink.event(new StratumEvent.LoginAnswer(true));
    }
  }

  private void onSolved(Map<String, @Nullable Object> share) {
    if (CryptonoteShapes.isShare(share)) {
      sink.miner("solved");
      shares.add(jobs.onShare(share));
    }
  }

  private void onHashSolved() {
    if (shares.isEmpty()) {
      sink.pool("hash-solved");
    } else {
      sink.pool("share-accepted");
      sink.event(new StratumEvent.ShareAnswer(true, shares.take()));
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
    onText(reason);
  }

  private void onText(@Nullable String text) {
    if (text != null) {
      sink.event(new StratumEvent.ServerMessage(text));
    }
  }
}

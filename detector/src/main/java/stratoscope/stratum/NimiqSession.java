package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One dialogue with a Nimiq pool, which only says which shares it does not take. One thread. */
final class NimiqSession implements DialectSession {
  private static final String REJECTION = "invalid share";

  private final DialectSink sink;
  private final UnansweredShares shares;
  private double difficulty = Double.NaN;
  private boolean isRegistering;
  private boolean isRegistered;

  NimiqSession(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    shares = new UnansweredShares(options.maxRemembered());
  }

  @Override
  public void onMessage(RpcMessage message) {
    Map<String, @Nullable Object> members = message.members();
    switch (String.valueOf(members.get("message"))) {
      case "register" -> onRegister(members);
      case "registered" -> onRegistered();
      case "settings" -> onSettings(members);
      case "new-block" -> onBlock(members);
      case "share" -> onShare(members);
      case "error" -> onError(RpcMessage.text(members, "reason"));
      default -> { }
    }
  }

  private void onRegister(Map<String, @Nullable Object> members) {
    if (!NimiqDialect.isRegistration(members)) {
      return;
    }
    sink.miner("register");
    isRegistering = true;
    Map<String, @Nullable Object> device = RpcMessage.object(members.get("deviceData"));
    sink.event(new StratumEvent.Login(String.valueOf(members.get("address")).replace(" ", ""), null, rig(members, device)));
    String software = RpcMessage.text(device.containsKey("minerVersion") ? device : members, "minerVersion");
    if (software != null && !software.isEmpty()) {
      sink.event(new StratumEvent.Agent(software));
    }
  }

  private static @Nullable String rig(Map<String, @Nullable Object> members, Map<String, @Nullable Object> device) {
    String name = RpcMessage.text(device.containsKey("deviceName") ? device : members, "deviceName");
    if (name != null && !name.isEmpty()) {
      return name;
    }
    return Shapes.isInteger(members.get("deviceId")) ? String.valueOf(members.get("deviceId")) : null;
  }

  private void onRegistered() {
    if (isRegistering) {
      isRegistering = false;
      isRegistered = true;
      sink.pool("registered");
      sink.event(new StratumEvent.LoginAnswer(true));
    }
  }

  private void onSettings(Map<String, @Nullable Object> members) {
    if (NimiqDialect.isSettings(members)) {
      sink.pool("settings");
      isRegistered = true;
      difficulty = NimiqDialect.difficulty(members.get("targetCompact"));
      sink.event(new StratumEvent.Difficulty(difficulty, true));
    }
  }

  private void onBlock(Map<String, @Nullable Object> members) {
    if (NimiqDialect.isBlock(members)) {
      sink.pool("new-block");
      sink.event(new StratumEvent.Job("", null, null, Double.NaN));
    }
  }

  /** A share that is followed by another was taken. */
  private void onShare(Map<String, @Nullable Object> members) {
    boolean isShaped = NimiqDialect.isShare(members);
    if (isShaped) {
      sink.miner("share");
    }
    if (isShaped || (isRegistered && Shapes.isInteger(members.get("nonce")))) {
      acceptAll();
      sink.event(new StratumEvent.Share(null, difficulty));
      shares.add(difficulty);
    }
  }

  private void acceptAll() {
    while (!shares.isEmpty()) {
      sink.event(new StratumEvent.ShareAnswer(true, shares.take()));
    }
  }

  private void onError(@Nullable String reason) {
    if (isRegistering) {
      isRegistering = false;
      sink.pool("request-refused");
      sink.event(new StratumEvent.LoginAnswer(false));
    } else if (!shares.isEmpty() && reason != null && reason.startsWith(REJECTION)) {
      sink.pool("share-rejected");
      sink.event(new StratumEvent.ShareAnswer(false, shares.take()));
    }
    if (reason != null) {
      sink.event(new StratumEvent.ServerMessage(reason));
    }
  }
}

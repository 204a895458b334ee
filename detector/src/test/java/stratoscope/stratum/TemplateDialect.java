package stratoscope.stratum;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Rule;
import stratoscope.flow.Direction;

/**
 * A dialect that nobody speaks, as small as one can honestly be: copy it to begin your own.
 *
 * <pre>
 * miner  {"id":1,"method":"template.hello","params":{"wallet":"w1","software":"digger/1"}}     pool  {"id":1,"result":"welcome"}
 * pool   {"method":"template.work","params":{"work":"k1","seed":hex64,"difficulty":5000}}
 * miner  {"id":2,"method":"template.found","params":{"work":"k1","nonce":hex16}}               pool  {"id":2,"result":"taken"}
 * </pre>
 *
 * <p>Confused with: nothing, as its methods are its own; what a message must hold is checked all the same. Reference: this text.
 */
final class TemplateDialect implements StratumDialect {
  /** What {@code rules/dialects/template.yaml} would say. */
  static final List<Rule> RULES = List.of(
      new Rule("template-hello", 40, false, "says hello to a pool"),
      new Rule("template-work", 45, false, "hands out work: name, seed of 256 bits and difficulty"),
      new Rule("template-found", 45, false, "hands in a share: name of the work and nonce of 64 bits"),
      new Rule("template-welcomed", 30, true, "the pool welcomed the miner"),
      new Rule("template-taken", 40, true, "the pool took a share"),
      new Rule("template-refused", 25, true, "the pool judged a share and refused it"));

  @Override
  public String id() {
    return "template";
  }

  /** Judges by the method and by the form of what comes with it; an answer alone could be anybody's. */
  @Override
  public Probe probe(RpcMessage message) {
    String method = message.method();
    if (method == null) {
      return Probe.NEED_MORE;
    }
    boolean isShaped = switch (method) {
      case "template.hello" -> isHello(message.namedParams());
      case "template.work" -> isWork(message.namedParams());
      case "template.found" -> isFound(message.namedParams());
      default -> false;
    };
    return isShaped ? Probe.CERTAIN : Probe.NOT_MINE;
  }

  private static boolean isHello(Map<String, @Nullable Object> params) {
    return params.get("wallet") instanceof String && params.get("software") instanceof String;
  }

  private static boolean isWork(Map<String, @Nullable Object> params) {
    return params.get("work") instanceof String
        && Shapes.isHex(params.get("seed"), Shapes.HASH_DIGITS)
        && params.get("difficulty") instanceof Number;
  }

  private static boolean isFound(Map<String, @Nullable Object> params) {
    return params.get("work") instanceof String && Shapes.isHex(params.get("nonce"), 16);
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new Session(options, sink);
  }

  /** Everything that is remembered is bounded: by {@link PendingRequests} and {@link JobBook}. */
  private static final class Session implements DialectSession {
    /** @param difficulty of the share; NaN for a hello */
    private record Request(boolean isShare, double difficulty) {}

    private final DialectSink sink;
    private final PendingRequests<Request> pending;
    private final JobBook jobs;

    private Session(StratumOptions options, DialectSink sink) {
      this.sink = sink;
      pending = new PendingRequests<>(options.maxRemembered());
      jobs = new JobBook(options.maxRemembered());
    }

    @Override
    public void onMessage(RpcMessage message, Direction from) {
      Map<String, @Nullable Object> params = message.namedParams();
      switch (String.valueOf(message.method())) {
        case "template.hello" -> onHello(message, params, from);
        case "template.work" -> onWork(params);
        case "template.found" -> onFound(message, params, from);
        default -> onAnswer(message, pending.take(from.opposite(), message));
      }
    }

    private void onHello(RpcMessage message, Map<String, @Nullable Object> params, Direction from) {
      if (isHello(params)) {
        sink.said(Role.MINER);
        sink.sign("hello");
        sink.event(new StratumEvent.Login(String.valueOf(params.get("wallet")), null, null));
        sink.event(new StratumEvent.Agent(String.valueOf(params.get("software"))));
        pending.put(from, message, new Request(false, Double.NaN));
      }
    }

    private void onWork(Map<String, @Nullable Object> params) {
      if (isWork(params) && params.get("difficulty") instanceof Number difficulty) {
        sink.said(Role.POOL);
        sink.sign("work");
        String work = String.valueOf(params.get("work"));
        jobs.issue(work, difficulty.doubleValue());
        sink.event(new StratumEvent.Job(work, null, null, Double.NaN));
      }
    }

    private void onFound(RpcMessage message, Map<String, @Nullable Object> params, Direction from) {
      if (isFound(params)) {
        sink.said(Role.MINER);
        sink.sign("found");
        double difficulty = jobs.difficultyOf(String.valueOf(params.get("work")));
        sink.event(new StratumEvent.Share(null, difficulty));
        pending.put(from, message, new Request(true, difficulty));
      }
    }

    private void onAnswer(RpcMessage message, @Nullable Request request) {
      if (request == null || !message.isAnswer()) {
        return; // the question was not seen: this answer alone says nothing
      }
      sink.said(Role.POOL);
      if (request.isShare) {
        boolean isTaken = "taken".equals(message.result());
        sink.sign(isTaken ? "taken" : "refused");
        sink.event(new StratumEvent.ShareAnswer(isTaken, request.difficulty));
      } else if ("welcome".equals(message.result())) {
        sink.sign("welcomed");
        sink.event(new StratumEvent.LoginAnswer(true));
      }
    }
  }
}

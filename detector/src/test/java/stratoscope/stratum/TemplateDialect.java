package stratoscope.stratum;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Rule;

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
final class TemplateDialect implements MessageDialect {
  /** What {@code rules/dialects/template.yaml} would say. */
  static final List<Rule> RULES = List.of(
      rule("template-hello", 40, false, "says hello to a pool"),
      rule("template-work", 45, false, "hands out work: name, seed of 256 bits and difficulty"),
      rule("template-found", 45, false, "hands in a share: name of the work and nonce of 64 bits"),
      rule("template-welcomed", 30, true, "the pool welcomed the miner"),
      rule("template-taken", 40, true, "the pool took a share"),
      rule("template-refused", 25, true, "the pool judged a share and refused it"));

  private static Rule rule(String id, int weight, boolean isAgreement, String meaning) {
    return new Rule(id, "template", "template", weight, isAgreement, false, meaning);
  }

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

  /** Everything that is remembered is bounded: by {@link JobBook}, and by what keeps requests until their answer. */
  private static final class Session implements DialectSession {
    private final DialectSink sink;
    private final JobBook jobs;

    private Session(StratumOptions options, DialectSink sink) {
      this.sink = sink;
      jobs = new JobBook(options.maxRemembered());
    }

    @Override
    public void onMessage(RpcMessage message) {
      Map<String, @Nullable Object> params = message.namedParams();
      switch (String.valueOf(message.method())) {
        case "template.hello" -> onHello(params);
        case "template.work" -> onWork(params);
        case "template.found" -> onFound(params);
        default -> { } // an answer whose question was not seen: it says nothing alone
      }
    }

    private void onHello(Map<String, @Nullable Object> params) {
      if (isHello(params)) {
        sink.miner("hello");
        sink.event(new StratumEvent.Login(String.valueOf(params.get("wallet")), null, null));
        sink.event(new StratumEvent.Agent(String.valueOf(params.get("software"))));
        sink.expect(this::onHelloAnswer);
      }
    }

    private void onWork(Map<String, @Nullable Object> params) {
      if (isWork(params) && params.get("difficulty") instanceof Number difficulty) {
        sink.pool("work");
        String work = String.valueOf(params.get("work"));
        jobs.issue(work, difficulty.doubleValue());
        sink.event(new StratumEvent.Job(work, null, null, Double.NaN));
      }
    }

    private void onFound(Map<String, @Nullable Object> params) {
      if (isFound(params)) {
        sink.miner("found");
        double difficulty = jobs.difficultyOf(String.valueOf(params.get("work")));
        sink.event(new StratumEvent.Share(null, difficulty));
        sink.expect(answer -> onFoundAnswer(answer, difficulty));
      }
    }

    private void onHelloAnswer(RpcMessage message) {
      if ("welcome".equals(message.result())) {
        sink.pool("welcomed");
        sink.event(new StratumEvent.LoginAnswer(true));
      }
    }

    private void onFoundAnswer(RpcMessage message, double difficulty) {
      boolean isTaken = "taken".equals(message.result());
      sink.pool(isTaken ? "taken" : "refused");
      sink.event(new StratumEvent.ShareAnswer(isTaken, difficulty));
    }
  }
}

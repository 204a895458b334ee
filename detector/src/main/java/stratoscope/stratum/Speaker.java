package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import stratoscope.evidence.Rule;
import stratoscope.flow.Direction;

/** One dialect that is spoken in a conversation: gives what its session reads the dialect's name. One thread. */
final class Speaker implements DialectSink {
  private final String dialectId;
  private final boolean isStream;
  private final DialectRules rules;
  private final ConversationEvidence evidence;
  private final Exchanges exchanges;

  Speaker(StratumDialect dialect, DialectRules rules, ConversationEvidence evidence, Exchanges exchanges) {
    dialectId = dialect.id();
    isStream = dialect instanceof StreamDialect;
    this.rules = rules;
    this.evidence = evidence;
    this.exchanges = exchanges;
  }

  @Override
  public void said(Role role) {
    if (isStream) {
      evidence.spoken(role);
    } else {
      evidence.said(role);
    }
  }

  @Override
  public void from(Direction side) {
    evidence.spokenBy(side);
  }

  @Override
  public void sign(String rule) {
    evidence.add(rules.rule(dialectId, rule));
  }

  @Override
  public void sign(Rule rule) {
    evidence.add(rule);
  }

  @Override
  public void event(StratumEvent event) {
    evidence.event(event);
  }

  @Override
  public void expect(Consumer<RpcMessage> onAnswer) {
    exchanges.expect(onAnswer);
  }

  @Override
  public boolean answer(String requestId, RpcMessage answer) {
    return exchanges.answer(requestId, answer);
  }

  @Override
  public void quote(ByteBuf words) {
    evidence.quote(words);
  }
}

package stratoscope.stratum;

import java.util.List;

/** The dialects, most specific first: the first that is certain of a message gets the conversation. */
public final class Dialects {
  public static final List<StratumDialect> ALL = List.of(new EthProxyDialect(), new CryptonoteDialect(), new StratumV1Dialect());

  private Dialects() {}
}

package stratoscope.stratum;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The dialects, most specific first: the first that is certain of a message gets it. */
public final class Dialects {
  /** Dialects with a grammar of their own. */
  private static final List<StratumDialect> OWN = List.of(new GetblocktemplateDialect(), new GetworkDialect(), new EthGetworkDialect(),
      new EthProxyDialect(), new CoinhiveDialect(), new WebminerpoolDialect(), new NimiqDialect(), new BeamDialect(),
      new CryptonoteDialect(), new StratumV2Dialect(), new DatumDialect(), new P2poolDialect(), new DuinoCoinDialect());

  /** Dialects on a skeleton, which the rule files describe. */
  public static final List<String> DESCRIBED = List.of("ethereum-stratum-2", "ethereum-stratum-1", "equihash", "kawpow", "kaspa", "conflux",
      "alephium", "ironfish", "grin", "stratum-v1");

  private Dialects() {}

  /** Ids of all dialects that are shipped. */
  public static List<String> ids() {
    return Stream.concat(ownIds().stream(), DESCRIBED.stream()).toList();
  }

  /** Ids of the dialects that are read by code; each needs a rule file for what its signs weigh. */
  public static List<String> ownIds() {
    return OWN.stream().map(StratumDialect::id).toList();
  }

  /** All dialects: those with code of their own, and those that the rule files describe, by skeleton. */
  public static List<StratumDialect> with(List<MessageForm> miningForms, List<MessageForm> loginForms) {
    List<StratumDialect> dialects = new ArrayList<>(OWN);
    dialects.add(new SkeletonDialect(Skeleton.LOGIN, loginForms));
    dialects.add(new SkeletonDialect(Skeleton.MINING, miningForms));
    return List.copyOf(dialects);
  }
}

package stratoscope.config;

import java.util.List;
import stratoscope.circumstance.CircumstanceOptions;
import stratoscope.evidence.RuleSet;
import stratoscope.inventory.Tariffs;
import stratoscope.names.AllowList;
import stratoscope.names.PoolDirectory;
import stratoscope.profile.Agents;
import stratoscope.profile.CoinbaseTags;
import stratoscope.profile.Coins;
import stratoscope.profile.DialectFacts;
import stratoscope.profile.Hardware;
import stratoscope.profile.SessionProfile;
import stratoscope.rhythm.RhythmOptions;
import stratoscope.stratum.StratumDialect;

/**
 * What the rule files say, ready for use. Immutable.
 *
 * @param dialects all that are read, most specific first
 * @param allow what the folder of rules itself allows
 */
public record Knowledge(RuleSet rules, List<StratumDialect> dialects, DialectFacts dialectFacts, Agents agents, Coins coins,
    CoinbaseTags coinbaseTags, RhythmOptions rhythm, CircumstanceOptions circumstance, PoolDirectory pools, AllowList allow,
    Hardware hardware, Tariffs tariffs) {

  /** The same with more that is allowed. */
  public Knowledge withAllowed(AllowList more) {
    return new Knowledge(rules, dialects, dialectFacts, agents, coins, coinbaseTags, rhythm, circumstance, pools, allow.with(more),
        hardware, tariffs);
  }

  /** Of a session of which nothing is known yet. */
  public SessionProfile newProfile() {
    return new SessionProfile(agents, coins, coinbaseTags, dialectFacts, hardware);
  }
}

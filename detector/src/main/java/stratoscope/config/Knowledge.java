package stratoscope.config;

import stratoscope.evidence.RuleSet;
import stratoscope.profile.Agents;
import stratoscope.profile.CoinbaseTags;
import stratoscope.profile.Coins;
import stratoscope.profile.DialectFacts;
import stratoscope.profile.SessionProfile;

/** What the rule files say, ready for use. Immutable. */
public record Knowledge(RuleSet rules, Agents agents, Coins coins, CoinbaseTags coinbaseTags) {

  /** Of a session of which nothing is known yet. */
  public SessionProfile newProfile() {
    return new SessionProfile(agents, coins, coinbaseTags, DialectFacts.BUILT_IN);
  }
}

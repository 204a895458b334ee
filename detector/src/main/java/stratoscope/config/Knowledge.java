package stratoscope.config;

import java.util.List;
import stratoscope.evidence.RuleSet;
import stratoscope.profile.Agents;
import stratoscope.profile.Coins;
import stratoscope.stratum.StratumDialect;

/**
 * What the rule files say, ready for use. Immutable.
 *
 * @param dialects all that are read, most specific first
 */
public record Knowledge(RuleSet rules, List<StratumDialect> dialects, Agents agents, Coins coins) {}

package stratoscope.config;

import stratoscope.evidence.RuleSet;
import stratoscope.profile.Agents;
import stratoscope.profile.Coins;

/** What the rule files say, ready for use. Immutable. */
public record Knowledge(RuleSet rules, Agents agents, Coins coins) {}

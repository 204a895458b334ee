package stratoscope.record;

/**
 * What a detector that is running counts and holds.
 *
 * @param openFlows connections that are looked at
 * @param miningFlows of these, the ones that show mining
 * @param outOfOrderBytes held back behind holes in streams
 */
public record Pulse(Stats stats, int openFlows, int miningFlows, long outOfOrderBytes) {}

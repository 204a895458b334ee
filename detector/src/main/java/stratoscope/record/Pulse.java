package stratoscope.record;

/**
 * What a detector that is running counts and holds.
 *
 * @param openFlows connections that are looked at
 * @param miningFlows of these, the ones that show mining
 * @param outOfOrderBytes held back behind holes in streams
 * @param overloadLevel how much is left out to keep up, from 0 to 3
 * @param newestMicros time of the newest packet since the last pulse; 0 if there was none
 */
public record Pulse(Stats stats, int openFlows, int miningFlows, long outOfOrderBytes, int overloadLevel, long newestMicros) {}

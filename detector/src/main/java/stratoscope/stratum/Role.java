package stratoscope.stratum;

/** Who in the dialogue would say a message. */
public enum Role { MINER, POOL }

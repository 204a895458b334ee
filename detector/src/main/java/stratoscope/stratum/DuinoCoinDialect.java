package stratoscope.stratum;

/**
 * Duino-Coin, mined by PCs and by boards like Arduino and ESP32: values between commas, one exchange after the other. The pool ends its
 * lines; some miners do not.
 *
 * <pre>
 * pool   3.0                                          its version
 * miner  JOB,alice,LOW,key,                           user, difficulty or board, key, temperature of the room
 * pool   hash40,hash40,difficulty                     what to hash, what must come out
 * miner  nonce,hashrate,Official PC Miner 4.3,rig,,id
 * pool   GOOD                                         or BAD,reason, or BLOCK
 * </pre>
 *
 * <p>The nonce is searched from 0 to 100 times the difficulty, and is anywhere with equal chance: a share takes 50 times the difficulty on
 * average. Confused with: queues of jobs in comma-separated lines, lists of two hashes and a count; each message counts only beside one
 * that belongs to it. Reference: revoxhere/duino-coin PC_Miner.py, AVR_Miner.py, ESP_Code, and the unofficial miners.
 */
final class DuinoCoinDialect implements StreamDialect {
  @Override
  public String id() {
    return "duino-coin";
  }

  @Override
  public StreamSession newSession(StratumOptions options, DialectSink sink, boolean isAtStart) {
    return new DuinoCoinSession(sink, isAtStart);
  }
}

package stratoscope.stratum;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a dialogue says, in words that all dialects share. Strings are as received and may hold anything. */
public sealed interface StratumEvent {

  /** The miner's software names itself. */
  record Agent(String agent) implements StratumEvent {}

  /** The miner says for whom it works. */
  record Login(String user, @Nullable String password, @Nullable String rig) implements StratumEvent {}

  /** The pool took or refused a login. */
  record LoginAnswer(boolean isAccepted) implements StratumEvent {}

  /** The pool names the session and the part of the nonce space it leaves to the miner. */
  record Subscribed(@Nullable String session, @Nullable String extranonce) implements StratumEvent {}

  /** The pool leaves the same miner another part of the nonce space. */
  record Extranonce(@Nullable String extranonce) implements StratumEvent {}

  /** So many channels of one connection are open now. */
  record Channels(int count) implements StratumEvent {}

  /**
   * A difficulty for jobs to come.
   *
   * @param isHashes whether it is in hashes a share, as from a target; else in the dialect's own unit
   */
  record Difficulty(double difficulty, boolean isHashes) implements StratumEvent {}

  /**
   * The pool hands out work.
   *
   * @param algorithm as the pool calls it
   * @param height of the block to be found
   * @param networkDifficulty of the chain, in units of Bitcoin's difficulty 1; NaN if the job does not say
   */
  record Job(String jobId, @Nullable String algorithm, @Nullable Long height, double networkDifficulty) implements StratumEvent {}

  /**
   * The miner hands in a share.
   *
   * @param user who is credited, where the message says so
   * @param difficulty in force when its job was issued, in the dialect's unit; NaN if unknown
   * @param noncePart the part of the nonce that proxies give each client its own value of; -1 if there is none
   */
  record Share(@Nullable String user, double difficulty, int noncePart) implements StratumEvent {

    /** One whose nonce has no such part. */
    public Share(@Nullable String user, double difficulty) {
      this(user, difficulty, -1);
    }
  }

  /**
   * The pool's answer to a share.
   *
   * @param difficulty of that share; NaN if unknown
   */
  record ShareAnswer(boolean isAccepted, double difficulty) implements StratumEvent {}

  /** The pool sends the miner elsewhere; null means the same place. */
  record Redirect(@Nullable String host, @Nullable Integer port) implements StratumEvent {}

  /** Text the pool wants shown, or its reason for refusing. */
  record ServerMessage(String text) implements StratumEvent {}

  /** The pool's name, as miner or carrier say it. */
  record Endpoint(String host, @Nullable Integer port) implements StratumEvent {}

  /** The halves of a job's coinbase transaction, in hex, before and behind the miner's part. */
  record Coinbase(String first, String second) implements StratumEvent {}

  /**
   * What the form of a job says of what is mined.
   *
   * @param algorithm as the pool calls it, or in our words
   * @param personalization by which the Equihash family tells its coins apart
   * @param coins whose jobs alone have this form; empty for any
   */
  record Form(@Nullable String algorithm, @Nullable String personalization, List<String> coins) implements StratumEvent {}

  /** Jobs and shares of this dialogue are not read: it is sealed, or has none. */
  record Uncounted() implements StratumEvent {}

  /** The miner's own word for its hashrate. */
  record HashrateClaim(double hashesPerSecond) implements StratumEvent {}
}

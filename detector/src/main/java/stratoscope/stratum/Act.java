package stratoscope.stratum;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a message of a skeleton does, whatever it is called. */
public enum Act {
  SUBSCRIBE(Role.MINER),
  AUTHORIZE(Role.MINER),
  LOGIN(Role.MINER),
  GETJOB(Role.MINER),
  SUBMIT(Role.MINER),
  HASHRATE(Role.MINER),
  /** Asks for something that need not be understood. */
  ASK(Role.MINER),
  NOTIFY(Role.POOL),
  JOB(Role.POOL),
  SET_DIFFICULTY(Role.POOL),
  SET_TARGET(Role.POOL),
  SET_EXTRANONCE(Role.POOL),
  RECONNECT(Role.POOL),
  SHOW_MESSAGE(Role.POOL),
  /** An answer to a subscription that comes as a notification. */
  SUBSCRIBED(Role.POOL),
  /** An answer to a share that comes as a notification and names the request. */
  SUBMITTED(Role.POOL),
  /** Says something that need not be understood. */
  TELL(Role.POOL);

  private final Role role;

  Act(Role role) {
    this.role = role;
  }

  /** Who does it. */
  Role role() {
    return role;
  }

  /** The word in rule files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a method does by its last word, {@code mining.set_target} for one; null if that tells nothing. */
  public static @Nullable Act of(String method) {
    String word = method.substring(method.lastIndexOf('.') + 1);
    for (Act act : values()) {
      if (act.label().equals(word)) {
        return act;
      }
    }
    return null;
  }
}

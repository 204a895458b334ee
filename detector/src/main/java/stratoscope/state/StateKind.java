package stratoscope.state;

import org.jspecify.annotations.Nullable;

/** What a record of the state is about. The codes are those of the file: none is used again for something else. */
public enum StateKind {
  /** The first record: version and time. */
  HEAD(1),
  /** An address that DNS gave for a pool's name. */
  LEARNED(2),
  /** Other names at an address. */
  OTHER_NAMES(3),
  /** A server of DNS. */
  DNS_SERVER(4),
  /** An endpoint at which a session was confirmed. */
  PROVEN(5),
  /** Visits of a host to donation hosts. */
  DONATION(6),
  /** Logins of a host that are digests. */
  DIGEST_LOGINS(7),
  /** A user whose digest may be a login. */
  DONOR(8),
  /** The account of a host that only touched a pool. */
  CONTACT(9),
  /** A host and pool of which a session tells. */
  CLAIM(10),
  /** A session that is open. */
  SESSION(11),
  /** A session that ended after its record was written. */
  SESSION_OVER(12),
  /** A host of the ledger. */
  HOST(13),
  /** Where a wallet is mined for. */
  WALLET(14),
  /** What was told of a host, place and dialect. */
  ALERT(15),
  /** How many alerts a host may still cause. */
  ALERT_LIMIT(16),
  /** An address at which miners log in. */
  SERVING(17),
  /** Who mines at an address. */
  SERVER(18),
  /** Addresses of one owner or network with machines bought to mine. */
  NEIGHBOURS(19),
  /** The hours in which the sensor saw anything. */
  SEEN_HOURS(20);

  private static final StateKind[] KINDS = values();

  private final byte code;

  StateKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  /** Null for a code that this version does not know. */
  static @Nullable StateKind of(int code) {
    return code >= 1 && code <= KINDS.length ? KINDS[code - 1] : null;
  }
}

package stratoscope.profile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A coin that can be mined; data from {@code rules/coins.yaml}.
 *
 * @param id ticker
 * @param algorithm proof of work, in the words of records; null if it is mined with several
 * @param names by which pools call it in their host names, in lower case, its ticker included
 * @param wallets forms of its addresses
 * @param algorithms what pools call its algorithms, in lower case, to ours
 * @param personalizations what pools of the Equihash family name its proof of work by
 * @param dialects the only dialects it is mined in; empty for any
 * @param loginDialects dialects whose logins look like its own, so that it may be mined there until work is seen
 * @param fromMicros mined since
 * @param untilMicros mined until
 * @param minNetworkDifficulty no other chain of its algorithm reaches this network difficulty; infinite if that tells nothing
 */
public record Coin(String id, @Nullable String algorithm, Set<String> names, List<WalletForm> wallets, Map<String, String> algorithms,
    Set<String> personalizations, Set<String> dialects, Set<String> loginDialects, long fromMicros, long untilMicros,
    double minNetworkDifficulty) {

  /** By ticker: no two coins have the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Coin coin && id.equals(coin.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** How an address is written: a prefix, then characters of an alphabet, within a total length. */
  public record WalletForm(String prefix, Alphabet alphabet, int minChars, int maxChars) {
    boolean matches(String wallet) {
      if (wallet.length() < minChars || wallet.length() > maxChars || !wallet.startsWith(prefix)) {
        return false;
      }
      for (int i = prefix.length(); i < wallet.length(); i++) {
        if (!alphabet.has(wallet.charAt(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** Characters that an address may hold after its prefix. */
  public enum Alphabet {
    BASE58("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"),
    BASE64URL("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
    BECH32("qpzry9x8gf2tvdw0s3jn54khce6mua7l"),
    /** Of Conflux: without i, l, o, q. */
    CONFLUX("abcdefghjkmnprstuvwxyz0123456789"),
    HEX("0123456789abcdefABCDEF"),
    /** Of Nimiq, whose addresses are written in groups of four: without I, O, W, Z. */
    NIMIQ("0123456789ABCDEFGHJKLMNPQRSTUVXY ");

    /** A bit for each character of ASCII, of the first 64 and of the others. */
    private final long low;
    private final long high;

    Alphabet(String characters) {
      low = characters.chars().filter(c -> c < Long.SIZE).mapToLong(c -> 1L << c).reduce(0, (one, other) -> one | other);
      high = characters.chars().filter(c -> c >= Long.SIZE).mapToLong(c -> 1L << c).reduce(0, (one, other) -> one | other);
    }

    private boolean has(char c) {
      return c < 2 * Long.SIZE && (((c < Long.SIZE ? low : high) >>> c) & 1) != 0;
    }
  }

  boolean isMinedAt(long micros) {
    return micros >= fromMicros && micros < untilMicros;
  }

  /** @param isWorkSeen whether jobs of this very dialect were seen, and not only logins, which other dialects share */
  boolean isMinedIn(String dialectId, boolean isWorkSeen) {
    return dialects.isEmpty() || dialects.contains(dialectId) || (!isWorkSeen && loginDialects.contains(dialectId));
  }

  boolean isNamedDialect(@Nullable String dialectId) {
    return dialectId != null && dialects.contains(dialectId);
  }

  /** A form without a prefix proves nothing by itself; it counts in the coin's own dialects. */
  boolean hasWallet(String wallet, @Nullable String dialectId) {
    for (WalletForm form : wallets) {
      if ((!form.prefix.isEmpty() || isNamedDialect(dialectId)) && form.matches(wallet)) {
        return true;
      }
    }
    return false;
  }

  /** Our word for an algorithm that a pool names; null if the coin is not mined with it. */
  @Nullable String algorithmCalled(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String ours = algorithms.get(lower);
    return ours == null && lower.equals(algorithm) ? algorithm : ours;
  }
}

package stratoscope.profile;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A coin that can be mined; data from {@code rules/coins.yaml}.
 *
 * @param id ticker
 * @param algorithm proof of work, in the words of records
 * @param wallets forms of its addresses
 * @param algorithms what CryptoNote pools call its algorithms, to ours
 * @param dialects the only dialects it is mined in; empty for any
 * @param fromMicros mined since
 * @param untilMicros mined until
 * @param minNetworkDifficulty no other chain of its algorithm reaches this network difficulty; infinite if that tells nothing
 */
public record Coin(String id, String algorithm, List<WalletForm> wallets, Map<String, String> algorithms, Set<String> dialects,
    long fromMicros, long untilMicros, double minNetworkDifficulty) {

  /** How an address is written: a prefix, then characters of an alphabet, within a total length. */
  public record WalletForm(String prefix, Alphabet alphabet, int minChars, int maxChars) {
    boolean matches(String wallet) {
      return wallet.length() >= minChars
          && wallet.length() <= maxChars
          && wallet.startsWith(prefix)
          && wallet.chars().skip(prefix.length()).allMatch(c -> alphabet.characters.indexOf(c) >= 0);
    }
  }

  /** Characters that an address may hold after its prefix. */
  public enum Alphabet {
    BASE58("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"),
    BECH32("qpzry9x8gf2tvdw0s3jn54khce6mua7l"),
    HEX("0123456789abcdefABCDEF");

    private final String characters;

    Alphabet(String characters) {
      this.characters = characters;
    }
  }

  boolean isMined(String dialectId, long micros) {
    return micros >= fromMicros && micros < untilMicros && (dialects.isEmpty() || dialects.contains(dialectId));
  }

  boolean hasWallet(String wallet) {
    return wallets.stream().anyMatch(form -> form.matches(wallet));
  }
}

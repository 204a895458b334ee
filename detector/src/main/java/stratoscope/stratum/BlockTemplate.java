package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node hands out to be mined on.
 *
 * @param previous the block before, which tells the template: 64 hex digits as RPC writes them
 * @param hashes that a block or share takes
 * @param height of the block to be found
 * @param networkDifficulty in units of Bitcoin's difficulty 1; NaN if the template does not say
 * @param coinbase transaction that the pool wants, in hex; null if that is left to the miner
 */
record BlockTemplate(String previous, double hashes, @Nullable Long height, double networkDifficulty, @Nullable String coinbase) {
  /** 80 bytes of header and the number of transactions. */
  private static final int MIN_BITCOIN_DIGITS = 162;
  private static final int PREVIOUS = 8; // in the hex of Bitcoin's header, behind the version
  private static final int MAX_BLOCK_DIGITS = 1 << 20;

  /** Reads the result of getblocktemplate; null if it is none. */
  static @Nullable BlockTemplate of(@Nullable Object result) {
    Map<String, @Nullable Object> template = RpcMessage.object(result);
    return template.containsKey("blocktemplate_blob") ? ofMonero(template) : ofBitcoin(template);
  }

  private static @Nullable BlockTemplate ofBitcoin(Map<String, @Nullable Object> template) {
    Object coinbase = RpcMessage.object(template.get("coinbasetxn")).get("data");
    boolean isTemplate = Shapes.isHex(template.get("previousblockhash"), Shapes.HASH_DIGITS)
        && Shapes.isHex(template.get("target"), Shapes.HASH_DIGITS)
        && Shapes.isHex(template.get("bits"), 8)
        && Shapes.isInteger(template.get("height"))
        && (Shapes.isInteger(template.get("coinbasevalue")) || template.get("coinbasetxn") instanceof Map);
    return !isTemplate ? null : new BlockTemplate(String.valueOf(template.get("previousblockhash")),
        Shapes.hashesOfTarget(template.get("target")), Shapes.height(template.get("height")),
        Shapes.networkDifficulty(String.valueOf(template.get("bits"))),
        Shapes.isHex(coinbase, 2, MAX_BLOCK_DIGITS) ? String.valueOf(coinbase) : null);
  }

  private static @Nullable BlockTemplate ofMonero(Map<String, @Nullable Object> template) {
    double difficulty = template.get("difficulty") instanceof Number number ? number.doubleValue() : Double.NaN;
    boolean isTemplate = template.get("blocktemplate_blob") instanceof String blob && Shapes.isHex(blob, 2, MAX_BLOCK_DIGITS)
        && CryptonoteShapes.isBlockHeader(blob)
        && Shapes.isHex(template.get("prev_hash"), Shapes.HASH_DIGITS)
        && difficulty > 0
        && Shapes.isInteger(template.get("height"));
    return !isTemplate ? null : new BlockTemplate(String.valueOf(template.get("prev_hash")),
        difficulty, Shapes.height(template.get("height")), Double.NaN, null);
  }

  /** True for the hex of a whole block, or of a header with a part of its transactions. */
  static boolean isBlock(@Nullable Object block) {
    return block instanceof String hex && hex.length() % 2 == 0 && Shapes.isHex(hex, MIN_BITCOIN_DIGITS, MAX_BLOCK_DIGITS);
  }

  /** The block before, as a template calls it. */
  static String previousOf(String block) {
    String monero = CryptonoteShapes.previousBlock(block);
    return monero == null ? Shapes.reversed(block.substring(PREVIOUS, PREVIOUS + Shapes.HASH_DIGITS)) : monero;
  }
}

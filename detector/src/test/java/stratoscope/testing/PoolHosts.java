package stratoscope.testing;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is known to be wrong in lists of pools: hosts that belong to others, or that hand out no work. */
final class PoolHosts {
  /** Exchanges, coins' own projects, hosting and companies: of their domains only the listed host is a pool's. */
  private static final Set<String> OWNED_BY_OTHERS = Set.of(
      "0xpool.me", "adon.network", "afflicted.sh", "amazingsystems.nl", "animeco.in", "aninterestinghole.xyz", "armornetwork.org",
      "auracom.com", "bch2.org", "biblepay.org", "binance.com", "bitfufu.com", "bittubeapp.com", "bluenose.link", "braiins.com",
      "bsmith.io", "btc.com", "catchthatrabbit.com", "cedric-crispin.com", "chauffagistes-pool.fr", "ciscotech.dk", "clona.ru",
      "codefalcon.dev", "coinimp.com", "cointest.com", "conceal.network", "cruzb.it", "crypto-eire.com", "cryptoadhd.com",
      "dagnam.xyz", "darkfibermines.com", "debitmydata.io", "debutech.de", "deepfields.io", "deepminerz.com", "derogold.online",
      "digibyte.io", "dinastycoin.com", "ehpro.ca", "emercoin.com", "emercoin.net", "emergate.net", "esn.today", "ethercore.io",
      "etica-stats.org", "excc.co", "findchia.com", "forks.life", "foundrydigital.com", "fujicoin.org", "getblok.io",
      "goldcoinpool.com", "googleminer.com", "h9.com", "hacash.community", "harshy.site", "hash.blue", "headframe.io", "hiveon.net",
      "hypercoin.network", "iha.sh", "imagehosty.com", "infinium.space", "iniaku.my.id", "ip-51-222-248.net", "jellyfc.com",
      "joulecoin.org", "junkhdd.com", "k8x.com", "kalf.org", "klingex.io", "koinium.it", "kronecoin.org", "kucoin.com", "kukume.net",
      "kuradisia.io", "l5k.co.uk", "letshash.it", "lidonia.com", "luckyturtle.io", "luxor.tech", "m45core.com", "mara.com",
      "mempool.com", "mike.rs", "minecraftpool.com", "mining-help.ru", "mining-pools.com", "mintme.com", "minto.day", "mofumofu.me",
      "multitrust.cc", "mvis.ca", "mydogecoin.fun", "mysrv.cloud", "nbminer.com", "nesp.me", "nicehash.com", "night-rescue.com",
      "noderunners.network", "nossd.com", "pascalcoin.org", "phoenixcoin.org", "pokemongomongo.tk", "privacygateway.io", "qubic.li",
      "qubic.org", "qwertycoin.org", "refurbminer.de", "retromike.net", "ryo-currency.com", "safex.org", "scalaproject.io",
      "scprimepool.com", "sero.cash", "setenforce.ca", "sigmanauts.com", "signumcoin.ro", "sinarlink.com", "sneakattack.se",
      "softether.net", "spaceworks.co", "starcoin.org", "stelo.xyz", "superblockchain.zapto.org", "swgroupe.fr", "taal.com",
      "talleo.org", "tallhatdoug.com", "taohash.com", "tari.com", "theholyroger.com", "titcoins.info", "tokenminingpool.com",
      "ton-pool.com", "toncoinpool.io", "tonwhales.com", "ultranote.org", "unipluscloud.co.kr", "usbpool.com", "usebtg.com",
      "vargatech.net", "verus.io", "walemo.com", "whitebit.com", "wienchain.com", "xdag.org", "xdag1usa.com", "xdag8.com",
      "xero-coin.com", "yadacoin.io", "zephyrprotocol.com", "zet-tech.eu", "xmrig.com", "graef.in", "miningrigrentals.com");
  /** Farming on disks and staking, not proof of work. */
  private static final Pattern NO_WORK = Pattern.compile(
      "chia|farmer|stak|signum|burst|xch|spacefarm|nossd|flexpool|ethermine");
  private static final Pattern NO_STRATUM = Pattern.compile(
      "(^|[.-])(www\\d*|api|app|web|stats?|ftp|imap|mail|pop|smtp|seed\\d*|dl|lhr\\d*|node\\d*|xiazai\\d*|blog|info|docs?|ns\\d+)[.-]");
  /** Pools of Ethereum, which ended on 2022-09-15. */
  private static final Pattern DEAD = Pattern.compile("^eth\\.|ethereumpool|ethash-hub|^pool\\.ethereum");
  /** Sites of pools whose miners connect elsewhere. */
  private static final Set<String> SITES = Set.of("pool.binance.com", "pool.kryptex.com", "pool.mempool.com");
  private static final Pattern MINING = Pattern.compile("pool|min(e|ing)|xmr|monero|hash|zeph|trtl|turtle|randomx");
  /** Addresses of content networks, hosting front ends and social networks that stand before many sites. */
  private static final List<String> FRONTS = List.of("104.16.", "104.17.", "104.18.", "104.19.", "104.2", "104.31.", "104.30.", "172.64.",
      "172.65.", "172.66.", "172.67.", "157.240.", "162.159.", "188.114.");
  /** Ports that say nothing of a bare address: of web and other servers, and of the nodes of Bitcoin, Litecoin, Monero, Ethereum. */
  private static final Set<Integer> OTHER_PORTS = Set.of(80, 443, 3389, 5432, 8080, 8333, 8444, 9333, 18080, 18081, 18333, 19335, 28734,
      30303, 58080);
  private static final Set<String> DEAD_COINS = Set.of("ETH", "NIM");

  private PoolHosts() {}

  static boolean isOperators(String registrable) {
    return !OWNED_BY_OTHERS.contains(registrable) && !NO_WORK.matcher(registrable).find();
  }

  static boolean isWork(String host) {
    return !NO_WORK.matcher(host).find() && !DEAD.matcher(host).find();
  }

  static boolean isWebHost(String host) {
    return NO_STRATUM.matcher(host).find() || SITES.contains(host);
  }

  static boolean isNamedForMining(String host) {
    return MINING.matcher(host).find();
  }

  static boolean isFront(String address) {
    return FRONTS.stream().anyMatch(address::startsWith);
  }

  static boolean isOtherPort(int port) {
    return OTHER_PORTS.contains(port);
  }

  static boolean isDead(String coin) {
    return DEAD_COINS.contains(coin);
  }
}

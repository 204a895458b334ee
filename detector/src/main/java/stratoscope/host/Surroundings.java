package stratoscope.host;

/** What all hosts of a ledger share. One thread; its parts are bounded. */
final class Surroundings {
  final WalletSpread wallets = new WalletSpread();
  final Neighbours neighbours = new Neighbours();
  final Servers servers = new Servers();
  final SeenHours seenHours = new SeenHours();
  private Ownership ownership;

  Surroundings(Ownership ownership) {
    this.ownership = ownership;
  }

  Ownership ownership() {
    return ownership;
  }

  /** From now on other owners and tariffs count. */
  void use(Ownership other) {
    ownership = other;
  }
}

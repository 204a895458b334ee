package stratoscope.host;

import java.util.List;
import stratoscope.inventory.Tariffs;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;

/** What all hosts of a ledger share. One thread; its parts are bounded. */
final class Surroundings {
  final WalletSpread wallets = new WalletSpread();
  final Neighbours neighbours = new Neighbours();
  final Servers servers = new Servers();
  final SeenHours seenHours = new SeenHours();
  private Tariffs tariffs;

  Surroundings(Tariffs tariffs) {
    this.tariffs = tariffs;
  }

  Tariffs tariffs() {
    return tariffs;
  }

  /** From now on other tariffs count. */
  void use(Tariffs other) {
    tariffs = other;
  }

  void saveTo(List<Stateful> pieces) {
    wallets.saveTo(pieces);
    neighbours.saveTo(pieces);
    servers.saveTo(pieces);
    pieces.add(seenHours::save);
  }

  boolean restore(StateReader in) throws StateException {
    switch (in.kind()) {
      case WALLET -> wallets.restore(in);
      case NEIGHBOURS -> neighbours.restore(in);
      case SERVER -> servers.restore(in);
      case SEEN_HOURS -> seenHours.restore(in);
      default -> {
        return false;
      }
    }
    return true;
  }
}

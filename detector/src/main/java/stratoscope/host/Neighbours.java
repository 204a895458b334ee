package stratoscope.host;

import java.util.List;
import java.util.Map;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Distinct;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * At how many addresses of one owner, or customer of a carrier, or one network where the owner is not known, machines that were bought to
 * mine are at work. One thread. Bounded: beyond the limit the places met first are forgotten.
 */
final class Neighbours {
  private static final int MAX_PLACES = 100_000;
  /** A network of 24 bits has no more; 16 bytes each. */
  private static final int MAX_ADDRESSES = 256;

  private final Map<String, Distinct> addresses = new Recent<>(MAX_PLACES);

  void add(String place, IpAddress address) {
    addresses.computeIfAbsent(place, first -> new Distinct(MAX_ADDRESSES)).add(address.toString());
  }

  int of(String place) {
    Distinct known = addresses.get(place);
    return known == null ? 0 : known.count();
  }

  void saveTo(List<Stateful> pieces) {
    addresses.forEach((place, known) -> pieces.add(out -> {
      known.save(out.begin(StateKind.NEIGHBOURS).text(place));
      out.end();
    }));
  }

  void restore(StateReader in) throws StateException {
    addresses.computeIfAbsent(in.someText(), first -> new Distinct(MAX_ADDRESSES)).restore(in);
  }
}

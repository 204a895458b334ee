package stratoscope.host;

import java.util.List;
import java.util.Map;
import stratoscope.evidence.Verdict;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Distinct;
import stratoscope.profile.Finding;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * Which miners mine at which address: pools, and proxies, which are miners themselves elsewhere. One thread. Bounded: beyond the limit
 * the addresses that were mined at longest ago are forgotten, and clients are counted "at least".
 */
final class Servers {
  private static final int MAX_SERVERS = 4096;
  /** Of one address; 16 bytes each. */
  private static final int MAX_CLIENTS = 1024;
  /** The clients of an address that serves nobody. */
  static final Clients NOBODY = new Clients(new Distinct(0), new Distinct(0));

  /** Who mines at an address: from where, and under which names. */
  record Clients(Distinct addresses, Distinct workers) {}

  private final Map<IpAddress, Clients> servers = Recent.byUse(MAX_SERVERS);

  void add(Finding finding) {
    if (finding.verdict().compareTo(Verdict.PROBABLE) >= 0 && finding.dialogue().dialect() != null) {
      Clients clients = servers.computeIfAbsent(finding.connection().pool(),
          first -> new Clients(new Distinct(MAX_CLIENTS), new Distinct(MAX_CLIENTS)));
      clients.addresses.add(finding.connection().miner().toString());
      clients.workers.addAll(finding.work().machine().rigs().workers());
    }
  }

  Clients of(IpAddress address) {
    return servers.getOrDefault(address, NOBODY);
  }

  void saveTo(List<Stateful> pieces) {
    servers.forEach((address, clients) -> pieces.add(out -> {
      clients.addresses.save(out.begin(StateKind.SERVER).address(address));
      clients.workers.save(out);
      out.end();
    }));
  }

  void restore(StateReader in) throws StateException {
    Clients clients = servers.computeIfAbsent(in.address(), first -> new Clients(new Distinct(MAX_CLIENTS), new Distinct(MAX_CLIENTS)));
    clients.addresses.restore(in);
    clients.workers.restore(in);
  }
}

package stratoscope.host;

import java.util.List;
import java.util.Map;
import stratoscope.evidence.Verdict;
import stratoscope.packet.IpAddress;

/**
 * One address that is not clean, while one customer had it, as records and reports tell it.
 *
 * @param rigs machines behind it
 * @param hashrates per algorithm
 * @param facts whose it is, what it takes, of what kind it is
 */
public record Host(IpAddress address, Verdict verdict, int score, long firstSeenMicros, long lastSeenMicros, double activeSeconds,
    long sessions, List<String> pools, List<String> coins, List<String> wallets, List<String> agents, List<String> deviceClasses,
    HostRigs rigs, Map<String, HostRate> hashrates, HostCase facts) {}

package stratoscope.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.host.HostCase;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Place;
import stratoscope.inventory.Subscriber;
import stratoscope.names.AllowEntry;
import stratoscope.profile.Finding;
import stratoscope.profile.Identity;
import stratoscope.profile.ProofPackets;

/** What a record names is masked in its other texts, too; the same by whoever masks: as it is written, or after it was. */
class MaskedRecordsTest {
  private static final String WALLET = "bc1qmhcc2j0example0example0example0example";
  private static final String OTHER_WALLET = "46XAztUpn2CNxyyfkJMdAN3nexample0example0example";

  private final IdentityMask mask = IdentityMask.ofRandomKey();
  private final ByteArrayOutputStream masked = new ByteArrayOutputStream();
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private final RecordSink toMasked = new MaskedRecords(mask, new JsonRecords(masked));
  private final RecordSink toPlain = new JsonRecords(plain);

  private Map<String, Object> masked() throws IOException {
    Map<String, Object> record = JsonTree.parse(masked.toString(StandardCharsets.UTF_8));
    assertThat(JsonTree.toJson(mask.masked(JsonTree.parse(plain.toString(StandardCharsets.UTF_8))))).as("masked when it was written")
        .isEqualTo(JsonTree.toJson(record));
    assertThat(JsonTree.toJson(mask.masked(record))).as("masked twice").isEqualTo(JsonTree.toJson(record));
    return record;
  }

  private static final Holder HOLDER = new Holder(new Owner("Example Net", null, null, null, "line-4711", null, "ops-desk 7"),
      new Subscriber("00:1b:21:3c:4d:5e", "bobs-pc", "dhcp", null, 0, 10), Place.UNKNOWN);

  private Map<String, Object> session(String agent, String poolHost, String captureName) throws IOException {
    SampleFinding sample = new SampleFinding();
    sample.identity = new Identity(WALLET + ".rig-07", WALLET, "rig-07", "bob@corp.example");
    sample.users = List.of(WALLET + ".rig-07", "hall3.cgminer");
    sample.agent = agent;
    sample.redirects = List.of("rig-07.pool.example:3333");
    Finding f = sample.sign("stratum-v1-subscribe", 40, "{\"params\":[\"" + agent + "\"]}").finding();
    Finding.Connection c = f.connection();
    Finding.Dialogue d = f.dialogue();
    Finding finding = new Finding(f.verdict(), f.score(),
        new Finding.Connection(c.miner(), c.minerPort(), c.pool(), c.poolPort(), false, 1, c.flowId(), false, c.sidesSeen(),
            c.firstSeenMicros(), c.lastSeenMicros(), null, null, captureName, 4),
        f.speech(),
        new Finding.Dialogue(d.dialect(), d.role(), d.identity(), d.users(), List.of(), d.agent(), null, null, null, null, d.redirects(),
            List.of(), new Finding.Pool(null, poolHost, 3333)),
        f.work(), f.evidence(), "asked for by bob@corp.example of hall3.cgminer", HOLDER);
    toMasked.onMining(finding, new ProofPackets());
    toPlain.onMining(finding, new ProofPackets());
    return masked();
  }

  @Test
  void whoseASessionIs_isMaskedWhereverItIsSaid() throws Exception {
    Map<String, Object> record = session("xmrig/6 line-4711 00:1b:21:3c:4d:5e", "line-4711.pool.example", "a.pcap");
    assertThat(JsonTree.at(record, "mining", "owner")).isEqualTo("Example Net");
    assertThat(JsonTree.at(record, "mining", "account")).isEqualTo(mark("account", "line-4711"));
    assertThat(JsonTree.at(record, "mining", "subscriber", "id")).isEqualTo(mark("subscriber", "00:1b:21:3c:4d:5e"));
    assertThat(JsonTree.at(record, "mining", "agent"))
        .isEqualTo("xmrig/6 " + mark("account", "line-4711") + " " + mark("subscriber", "00:1b:21:3c:4d:5e"));
    assertThat(JsonTree.at(record, "mining", "pool_host")).isEqualTo(mark("account", "line-4711") + ".pool.example");
    assertThat(masked.toString(StandardCharsets.UTF_8)).doesNotContain("bobs-pc", "4711", "3c:4d");
  }

  private String mark(String kind, String text) {
    return mask.mark(kind, text);
  }

  @Test
  void identitiesOfASession_areMaskedWhereverTheyAreSaid() throws Exception {
    Map<String, Object> record = session("cgminer/4.12.1 " + WALLET + " bob@corp.example rig-07x rig-07 " + OTHER_WALLET,
        "rig-07.bob.example", "dir/zhao@mail.example.pcap.gz");
    String agent = "cgminer/4.12.1 " + mark("wallet", WALLET) + " " + mark("email", "bob@corp.example") + " rig-07x "
        + mark("worker", "rig-07") + " " + mark("wallet", OTHER_WALLET);
    assertThat(JsonTree.at(record, "mining", "agent")).isEqualTo(agent);
    assertThat(JsonTree.at(record, "mining", "pool_host")).isEqualTo(mark("worker", "rig-07") + ".bob.example");
    assertThat(JsonTree.at(record, "mining", "redirects")).isEqualTo(List.of(mark("worker", "rig-07") + ".pool.example:3333"));
    assertThat(JsonTree.at(record, "mining", "allowed")).isEqualTo("(masked)");
    assertThat(record).containsEntry("pcap_filename", "dir/" + mark("email", "zhao@mail.example") + ".pcap.gz");
    assertThat(masked.toString(StandardCharsets.UTF_8)).doesNotContain(WALLET, OTHER_WALLET, "rig-07.", "corp.example")
        .contains("{\\\"params\\\":[\\\"cgminer/4.12.1 " + mark("wallet", WALLET));
  }

  @Test
  void identitiesOfAHost_areMaskedInItsAgents() throws Exception {
    Host h = SampleFinding.host("192.0.2.10", Verdict.CONFIRMED);
    Owner owner = new Owner("Example Net", null, null, null, "line-4711", null, "ops-desk 7");
    Host host = new Host(h.state(), h.address(), h.verdict(), h.score(), h.firstSeenMicros(), h.lastSeenMicros(), 0, 1, h.pools(),
        h.coins(), List.of(WALLET), List.of("xmrig/6 line-4711", "ops-desk 7", "cgminer/" + WALLET + "/" + OTHER_WALLET, "line-47112"),
        List.of(), h.rigs(), h.hashrates(),
        new HostCase(new Holder(owner, null, Place.UNKNOWN), List.of(), null, List.of(), "unknown", List.of()));
    toMasked.onHost(host);
    toPlain.onHost(host);
    assertThat((List<?>) JsonTree.at(masked(), "host", "agents")).extracting(String::valueOf).containsExactlyInAnyOrder(
        "xmrig/6 " + mark("account", "line-4711"), mark("contact", "ops-desk 7"),
        "cgminer/" + mark("wallet", WALLET) + "/" + mark("wallet", OTHER_WALLET), "line-47112");
  }

  @Test
  void reasonsOfAnAllowList_goAltogether() throws Exception {
    AllowEntry entry = new AllowEntry(null, null, null, WALLET, AllowEntry.Side.BOTH, "line-4711 of bob, " + WALLET, AllowEntry.NEVER,
        "rules/allow.yaml:3");
    Stats stats = new Stats(1, 1, 1, Map.of(), Map.of(), Map.of(), Map.of(), 1, 1, 1, 1, 0, List.of(new AllowCount(entry, 2, 0)), 0, 1, 1);
    toMasked.onStats(stats);
    toPlain.onStats(stats);
    assertThat(JsonTree.at(masked(), "stats", "allowed")).isEqualTo(JsonTree.at(JsonTree.parse(
        "{\"a\":[{\"entry\":\"rules/allow.yaml:3\",\"reason\":\"(masked)\",\"expires\":null,\"silenced\":2,\"missed\":0}]}"), "a"));
  }

  @Test
  void firstWordOfAnAgent_staysThoughARigIsCalledSo() throws Exception {
    NamedIdentities named = new NamedIdentities(mask);
    named.add("worker", "cpuminer");
    named.add("worker", "2.5");
    assertThat(named.maskedAgent("cpuminer/2.5.1")).isEqualTo("cpuminer/2.5.1");
    assertThat(named.maskedAgent("x/1 cpuminer")).isEqualTo("x/1 " + mark("worker", "cpuminer"));
    assertThat(named.maskedAgent("Firmware-5ad5f7e5/AVeryLongNameOfSomeSoftware")).as("no digit, no wallet")
        .isEqualTo("Firmware-5ad5f7e5/AVeryLongNameOfSomeSoftware");
  }
}

package stratoscope.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.host.Host;
import stratoscope.host.HostRate;
import stratoscope.host.HostRigs;
import stratoscope.names.AllowEntry;
import stratoscope.profile.EvidenceFile;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Identity;
import stratoscope.profile.ProofPackets;

/**
 * Writes records as JSON lines in the style of Suricata's EVE; the schema is {@code schema/records.json}. One thread. Each line is
 * flushed whole, so that what is there when a run is cut off is valid.
 */
public final class JsonRecords implements RecordSink {
  private static final int REPLACEMENT = 0xFFFD;

  private final OutputStream out;
  private final boolean isLive;
  private final @Nullable Supplier<MadeBy> madeBy;
  private final JsonFactory json = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  /** Records of captures. */
  public JsonRecords(OutputStream out) {
    this(out, false, null);
  }

  /** Records of captures, which say in the end what they rest on then. */
  public JsonRecords(OutputStream out, Supplier<MadeBy> madeBy) {
    this(out, false, madeBy);
  }

  private JsonRecords(OutputStream out, boolean isLive, @Nullable Supplier<MadeBy> madeBy) {
    this.out = out;
    this.isLive = isLive;
    this.madeBy = madeBy;
  }

  /** Records of live traffic: with the interface, and whether a session is still open. */
  public static JsonRecords live(OutputStream out) {
    return new JsonRecords(out, true, null);
  }

  /** Whether what was read is a record of this program's that a report can be made from: of a session, a host, or a run. */
  public static boolean isRecord(Map<String, @Nullable Object> tree) {
    return tree.get("mining") instanceof Map<?, ?> || tree.get("host") instanceof Map<?, ?>
        || !Double.isNaN(JsonTree.number(tree, "stats", "hosts_found")); // other programs have stats, too
  }

  /**
   * Complains of what was read to its end and held no such record.
   *
   * @param name of the file
   * @throws IOException that says so
   */
  public static void check(boolean hasRecord, String name) throws IOException {
    if (!hasRecord) {
      throw new IOException(name + ": holds no record of a scan: is it what 'scan -f json' wrote?");
    }
  }

  /** Writes the members of one record. */
  private interface Body {
    void write(JsonGenerator g) throws IOException;
  }

  private void line(long micros, String eventType, Body body) throws IOException {
    try (JsonGenerator g = json.createGenerator(out)) {
      g.writeStartObject();
      g.writeStringField("timestamp", Timestamps.rfc3339(micros));
      g.writeStringField("event_type", eventType);
      body.write(g);
      g.writeEndObject();
      g.writeRaw('\n');
    }
    out.flush();
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    write(finding, proof.file(), isLive ? "ended" : null);
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
    if (isLive && isRaised) {
      write(finding, proof.file(), "open");
    }
  }

  private void write(Finding finding, @Nullable EvidenceFile file, @Nullable String state) throws IOException {
    Finding.Connection c = finding.connection();
    line(c.lastSeenMicros(), "mining", g -> {
      g.writeStringField("src_ip", c.miner().toString());
      g.writeNumberField("src_port", c.minerPort());
      g.writeStringField("dest_ip", c.pool().toString());
      g.writeNumberField("dest_port", c.poolPort());
      g.writeStringField("proto", c.isUdp() ? "UDP" : "TCP");
      g.writeNumberField("flow_id", c.flowId());
      g.writeStringField("community_id", CommunityId.of(c));
      text(g, "app_proto", finding.speech().application());
      text(g, isLive ? "in_iface" : "pcap_filename", c.captureName());
      if (!isLive) {
        g.writeNumberField("pcap_cnt", c.packetNumber());
      }
      g.writeObjectFieldStart("mining");
      if (state != null) {
        g.writeStringField("state", state);
      }
      mining(g, finding);
      if (file != null) {
        g.writeStringField("evidence_file", file.name());
        g.writeStringField("evidence_sha256", file.sha256());
      }
      g.writeEndObject();
    });
  }

  private static void mining(JsonGenerator g, Finding finding) throws IOException {
    Finding.Connection c = finding.connection();
    Finding.Dialogue d = finding.dialogue();
    g.writeStringField("verdict", finding.verdict().label());
    g.writeNumberField("score", finding.score());
    g.writeStringField("role", d.role());
    CaseRecords.holder(g, finding.holder());
    text(g, "dialect", d.dialect());
    Finding.Speech s = finding.speech();
    text(g, "dialect_evidence", s.decidedBy());
    if (s.dialects().size() > 1) {
      texts(g, "dialects", s.dialects());
    }
    texts(g, "carriers", s.carriers());
    g.writeBooleanField("midstream", c.isMidstream());
    g.writeStringField("sides_seen", c.sidesSeen());
    if (c.connections() > 1) {
      g.writeNumberField("connections", c.connections());
    }
    coin(g, finding.work());
    pool(g, d.pool());
    dialogue(g, d);
    g.writeStringField("first_seen", Timestamps.rfc3339(c.firstSeenMicros()));
    g.writeStringField("last_seen", Timestamps.rfc3339(c.lastSeenMicros()));
    count(g, "bytes_up", c.bytesUp());
    count(g, "bytes_down", c.bytesDown());
    work(g, finding.work());
    if (!Double.isNaN(s.sharesPerMinute())) {
      g.writeNumberField("rhythm_shares_per_minute", Math.round(s.sharesPerMinute() * 100) / 100.0);
    }
    if (finding.allowed() != null) {
      text(g, "allowed", finding.allowed());
    }
    evidence(g, finding.evidence());
  }

  private static void coin(JsonGenerator g, Finding.Work w) throws IOException {
    text(g, "coin", w.coin());
    if (!w.coinCandidates().isEmpty()) {
      texts(g, "coin_candidates", w.coinCandidates());
    }
    text(g, "algorithm", w.algorithm());
    text(g, "job_algorithm", w.jobAlgorithm());
  }

  private static void pool(JsonGenerator g, Finding.Pool pool) throws IOException {
    text(g, "pool", pool.name());
    text(g, "pool_host", pool.host());
    if (pool.port() != null) {
      g.writeNumberField("pool_port", pool.port());
    }
  }

  private static void dialogue(JsonGenerator g, Finding.Dialogue d) throws IOException {
    Identity identity = d.identity();
    text(g, "user", identity == null ? null : identity.user());
    text(g, "wallet", identity == null ? null : identity.wallet());
    text(g, "worker", identity == null ? null : identity.worker());
    if (identity != null && identity.email() != null) {
      text(g, "email", identity.email());
    }
    if (d.users().size() > 1) {
      texts(g, "users", d.users());
    }
    if (!d.passwordOptions().isEmpty()) {
      texts(g, "password_options", d.passwordOptions());
    }
    text(g, "agent", d.agent());
    text(g, "device_class", d.deviceClass());
    text(g, "device_model", d.deviceModel());
    text(g, "session_id", d.sessionId());
    text(g, "extranonce", d.extranonce());
    if (!d.redirects().isEmpty()) {
      texts(g, "redirects", d.redirects());
    }
    if (!d.serverMessages().isEmpty()) {
      texts(g, "server_messages", d.serverMessages());
    }
  }

  private static void work(JsonGenerator g, Finding.Work w) throws IOException {
    count(g, "jobs", w.jobs());
    g.writeObjectFieldStart("shares");
    count(g, "submitted", w.submitted());
    count(g, "accepted", w.accepted());
    count(g, "rejected", w.rejected());
    g.writeEndObject();
    number(g, "difficulty", w.difficulty());
    hashrate(g, "hashrate", w.hashrate());
    if (w.claimedHashrate() != null) {
      hashrate(g, "claimed_hashrate", w.claimedHashrate());
    }
    CaseRecords.machine(g, w.machine());
  }

  private static void evidence(JsonGenerator g, Collection<Evidence> evidence) throws IOException {
    g.writeArrayFieldStart("evidence");
    for (Evidence sign : evidence) {
      g.writeStartObject();
      g.writeStringField("rule", sign.rule().id());
      g.writeNumberField("weight", sign.weight());
      g.writeStringField("side", sign.side().label());
      g.writeNumberField("packet", sign.packetNumber());
      text(g, "excerpt", sign.excerpt());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  @Override
  public void onHost(Host host) throws IOException {
    line(host.lastSeenMicros(), "host", g -> {
      g.writeObjectFieldStart("host");
      if (isLive) {
        g.writeStringField("state", host.state().label());
      }
      g.writeStringField("ip", host.address().toString());
      CaseRecords.holder(g, host.facts());
      g.writeStringField("verdict", host.verdict().label());
      g.writeNumberField("score", host.score());
      g.writeStringField("first_seen", Timestamps.rfc3339(host.firstSeenMicros()));
      g.writeStringField("last_seen", Timestamps.rfc3339(host.lastSeenMicros()));
      number(g, "active_seconds", host.activeSeconds());
      g.writeNumberField("sessions", host.sessions());
      texts(g, "pools", host.pools());
      texts(g, "coins", host.coins());
      texts(g, "wallets", host.wallets());
      texts(g, "agents", host.agents());
      texts(g, "device_classes", host.deviceClasses());
      rigsAndHashrate(g, host);
      CaseRecords.takes(g, host.facts());
      g.writeEndObject();
    });
  }

  private static void rigsAndHashrate(JsonGenerator g, Host host) throws IOException {
    g.writeObjectFieldStart("rigs");
    HostRigs rigs = host.rigs();
    g.writeNumberField("low", rigs.low());
    g.writeNumberField("high", rigs.high());
    g.writeStringField("basis", rigs.basis());
    if (!rigs.signs().isEmpty()) {
      counts(g, "signs", rigs.signs());
    }
    if (rigs.isAtClients()) {
      g.writeBooleanField("at_clients", true);
    }
    g.writeEndObject();
    g.writeObjectFieldStart("hashrate");
    for (Map.Entry<String, HostRate> rate : host.hashrates().entrySet()) {
      g.writeObjectFieldStart(rate.getKey());
      hashrate(g, rate.getValue().rate());
      g.writeNumberField("active_seconds", rate.getValue().activeSeconds());
      g.writeEndObject();
    }
    g.writeEndObject();
  }

  @Override
  public void onStats(Stats stats) throws IOException {
    line(stats.lastSeenMicros(), "stats", g -> {
      g.writeObjectFieldStart("stats");
      if (madeBy != null) {
        madeBy(g, madeBy.get());
      }
      g.writeNumberField("packets", stats.packets());
      g.writeNumberField("bytes", stats.bytes());
      g.writeNumberField("inspected", stats.inspected());
      counts(g, "ignored", stats.ignored());
      counts(g, "dropped", stats.dropped());
      counts(g, "capture_problems", stats.captureProblems());
      counts(g, "streams", stats.streams());
      g.writeNumberField("flows", stats.flows());
      g.writeNumberField("sessions", stats.sessions());
      g.writeNumberField("hosts_screened", stats.hostsScreened());
      g.writeNumberField("hosts_found", stats.hostsFound());
      g.writeNumberField("hosts_evicted", stats.hostsEvicted());
      if (!stats.allowed().isEmpty()) {
        allowed(g, stats.allowed());
      }
      number(g, "capture_seconds", stats.captureSeconds());
      number(g, "elapsed_seconds", stats.elapsedSeconds());
      number(g, "packets_per_second", stats.packets() / stats.elapsedSeconds());
      number(g, "bytes_per_second", stats.bytes() / stats.elapsedSeconds());
      g.writeEndObject();
    });
  }

  private static void madeBy(JsonGenerator g, MadeBy by) throws IOException {
    g.writeObjectFieldStart("made_by");
    text(g, "program", by.program());
    text(g, "rules", by.rules());
    text(g, "rules_sha256", by.rulesHash());
    text(g, "inventory", by.inventory());
    text(g, "inventory_sha256", by.inventoryHash());
    g.writeObjectField("inventory_rows", by.inventoryRows());
    g.writeObjectField("inventory_problems", by.inventoryProblems());
    g.writeEndObject();
  }

  private static void allowed(JsonGenerator g, Collection<AllowCount> counts) throws IOException {
    g.writeArrayFieldStart("allowed");
    for (AllowCount count : counts) {
      AllowEntry entry = count.entry();
      g.writeStartObject();
      text(g, "entry", entry.where());
      text(g, "reason", entry.reason());
      text(g, "expires", entry.expiresMicros() == AllowEntry.NEVER ? null : Timestamps.day(entry.expiresMicros()));
      g.writeNumberField("silenced", count.silenced());
      g.writeNumberField("missed", count.missed());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private static void counts(JsonGenerator g, String name, Map<String, Long> counts) throws IOException {
    g.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      g.writeNumberField(count.getKey(), count.getValue());
    }
    g.writeEndObject();
  }

  private static void hashrate(JsonGenerator g, String name, @Nullable Hashrate rate) throws IOException {
    if (rate == null) {
      g.writeNullField(name);
      return;
    }
    g.writeObjectFieldStart(name);
    hashrate(g, rate);
    g.writeEndObject();
  }

  private static void hashrate(JsonGenerator g, Hashrate rate) throws IOException {
    number(g, "hashes_per_second", rate.hashesPerSecond());
    number(g, "low", rate.low());
    number(g, "high", rate.high());
    g.writeStringField("basis", rate.basis());
  }

  static void texts(JsonGenerator g, String name, Collection<String> values) throws IOException {
    g.writeArrayFieldStart(name);
    for (String value : values) {
      g.writeString(whole(value));
    }
    g.writeEndArray();
  }

  static void text(JsonGenerator g, String name, @Nullable String value) throws IOException {
    if (value == null) {
      g.writeNullField(name);
    } else {
      g.writeStringField(name, whole(value));
    }
  }

  /** Half of a surrogate pair, which a packet may hold or a cut may leave, becomes U+FFFD: not every reader takes it. */
  private static String whole(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints().forEach(c -> whole.appendCodePoint(Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c));
    return whole.toString();
  }

  private static void count(JsonGenerator g, String name, @Nullable Long value) throws IOException {
    if (value == null) {
      g.writeNullField(name);
    } else {
      g.writeNumberField(name, value);
    }
  }

  static void number(JsonGenerator g, String name, double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      g.writeNullField(name);
    } else {
      g.writeNumberField(name, value);
    }
  }
}

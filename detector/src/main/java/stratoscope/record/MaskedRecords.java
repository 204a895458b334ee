package stratoscope.record;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.host.Host;
import stratoscope.host.HostCase;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Subscriber;
import stratoscope.names.AllowEntry;
import stratoscope.profile.Finding;
import stratoscope.profile.Identity;
import stratoscope.profile.ProofPackets;

/** Hands records on without identities: what comes behind it, tables, files, alerts, a store, never sees any. One thread. */
public final class MaskedRecords extends ForwardingSink {
  private final IdentityMask mask;

  public MaskedRecords(IdentityMask mask, RecordSink next) {
    super(next);
    this.mask = mask;
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    next.onMining(masked(finding), proof);
  }

  @Override
  public void onResumed(Finding finding) {
    next.onResumed(masked(finding));
  }

  @Override
  public void onResumedHost(Host host) {
    next.onResumedHost(masked(host));
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
    next.onOpen(masked(finding), proof, isRaised);
  }

  @Override
  public void onOpenHost(Host host) throws IOException {
    next.onOpenHost(masked(host));
  }

  @Override
  public void onHost(Host host) throws IOException {
    next.onHost(masked(host));
  }

  @Override
  public void onStats(Stats stats) throws IOException {
    next.onStats(stats.withAllowed(stats.allowed().stream().map(this::masked).toList()));
  }

  private AllowCount masked(AllowCount count) {
    AllowEntry e = count.entry();
    return new AllowCount(new AllowEntry(e.address(), null, null, null, e.side(), IdentityMask.GONE, e.expiresMicros(),
        mask.withoutAddresses(e.where())), count.silenced(), count.missed());
  }

  private Host masked(Host host) {
    HostCase c = host.facts();
    HostCase facts = new HostCase(masked(c.holder()), c.subscribers().stream().map(this::masked).toList(), c.power(),
        c.surcharges(), c.kind(), c.reasons());
    NamedIdentities named = new NamedIdentities(mask);
    host.wallets().forEach(wallet -> named.add("wallet", wallet));
    addHolder(named, c.holder());
    c.subscribers().forEach(subscriber -> named.add("subscriber", subscriber.id()));
    List<String> agents = sorted(host.agents().stream().map(named::maskedAgent));
    return new Host(host.state(), host.address(), host.verdict(), host.score(), host.firstSeenMicros(), host.lastSeenMicros(),
        host.activeSeconds(), host.sessions(), host.pools(), host.coins(), marks("wallet", host.wallets()), agents,
        host.deviceClasses(), host.rigs(), host.hashrates(), facts);
  }

  private Finding masked(Finding f) {
    Finding.Dialogue d = f.dialogue();
    Identity identity = d.identity();
    Map<String, String> marks = new LinkedHashMap<>();
    if (identity != null) {
      mark(marks, "user", identity.user());
    }
    d.users().forEach(user -> mark(marks, "user", user));
    if (identity != null) {
      mark(marks, "wallet", identity.wallet());
      mark(marks, "email", identity.email());
      mark(marks, "worker", identity.worker());
    }
    NamedIdentities named = named(d);
    addHolder(named, f.holder());
    String agent = d.agent() == null ? null : named.maskedAgent(d.agent());
    if (d.agent() != null && agent != null) {
      marks.putIfAbsent(d.agent(), agent);
    }
    ExcerptMask excerpts = new ExcerptMask(mask, marks);
    List<Evidence> evidence = f.evidence().stream().map(sign -> new Evidence(sign.rule(), sign.weight(), sign.side(), sign.packetNumber(),
        sign.timestampMicros(), excerpts.masked(sign.excerpt()))).toList();
    Finding.Dialogue dialogue = new Finding.Dialogue(d.dialect(), d.role(), identity == null ? null : masked(identity),
        marks("user", d.users()), List.of(), agent, d.deviceClass(), masked(named, d.deviceModel()),
        d.sessionId() == null ? null : IdentityMask.GONE, d.extranonce(), d.redirects().stream().map(named::masked).toList(), List.of(),
        new Finding.Pool(d.pool().name(), masked(named, d.pool().host()), d.pool().port()));
    return new Finding(f.verdict(), f.score(), masked(f.connection()), f.speech(), dialogue, masked(named, f.work()), evidence,
        f.allowed() == null ? null : IdentityMask.GONE, masked(f.holder()));
  }

  private NamedIdentities named(Finding.Dialogue d) {
    NamedIdentities named = new NamedIdentities(mask);
    if (d.identity() != null) {
      named.add("wallet", d.identity().wallet());
      named.add("email", d.identity().email());
      named.add("worker", d.identity().worker());
      named.add("user", d.identity().user());
    }
    d.users().forEach(user -> named.add("user", user));
    return named;
  }

  private static void addHolder(NamedIdentities named, Holder holder) {
    named.add("account", holder.owner().account());
    named.add("contact", holder.owner().contact());
    if (holder.subscriber() != null) {
      named.add("subscriber", holder.subscriber().id());
    }
  }

  private static @Nullable String masked(NamedIdentities named, @Nullable String text) {
    return text == null ? null : named.masked(text);
  }

  private Finding.Connection masked(Finding.Connection c) {
    return new Finding.Connection(c.miner(), c.minerPort(), c.pool(), c.poolPort(), c.isUdp(), c.connections(), c.flowId(), c.isMidstream(),
        c.sidesSeen(), c.firstSeenMicros(), c.lastSeenMicros(), c.bytesUp(), c.bytesDown(),
        c.captureName() == null ? null : mask.fileName(c.captureName()), c.packetNumber());
  }

  private static Finding.Work masked(NamedIdentities named, Finding.Work w) {
    Finding.Machine m = w.machine();
    return new Finding.Work(w.coin(), w.algorithm(), masked(named, w.jobAlgorithm()), w.coinCandidates(), w.jobs(), w.submitted(),
        w.accepted(), w.rejected(), w.difficulty(), w.hashrate(), w.claimedHashrate(), new Finding.Machine(m.activeSeconds(), m.power(),
            m.contradictions().stream().map(named::masked).toList(), m.rigs(), m.pace()));
  }

  private void mark(Map<String, String> marks, String kind, @Nullable String text) {
    if (text != null) {
      marks.putIfAbsent(text, mask.mark(kind, text));
    }
  }

  private Identity masked(Identity identity) {
    return new Identity(mask.mark("user", identity.user()), markOrNull("wallet", identity.wallet()),
        markOrNull("worker", identity.worker()), markOrNull("email", identity.email()), List.of(), identity.declaredCoin());
  }

  private Holder masked(Holder holder) {
    return new Holder(masked(holder.owner()), holder.subscriber() == null ? null : masked(holder.subscriber()), holder.place());
  }

  private Owner masked(Owner owner) {
    return new Owner(scrubbed(owner.name()), owner.nature(), owner.region(), scrubbed(owner.site()),
        markOrNull("account", owner.account()), owner.tariffClass(), markOrNull("contact", owner.contact()));
  }

  private Subscriber masked(Subscriber subscriber) {
    return new Subscriber(mask.mark("subscriber", subscriber.id()), null, subscriber.source(), subscriber.privateAddress(),
        subscriber.fromMicros(), subscriber.toMicros());
  }

  private @Nullable String markOrNull(String kind, @Nullable String text) {
    return text == null ? null : mask.mark(kind, text);
  }

  private List<String> marks(String kind, List<String> texts) {
    return sorted(texts.stream().map(text -> mask.mark(kind, text)));
  }

  private static List<String> sorted(Stream<String> texts) {
    return texts.distinct().sorted().toList();
  }

  private @Nullable String scrubbed(@Nullable String text) {
    return text == null ? null : mask.withoutAddresses(text);
  }
}

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
import stratoscope.profile.Finding;
import stratoscope.profile.Identity;

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

  private Host masked(Host host) {
    HostCase c = host.facts();
    HostCase facts = new HostCase(new Holder(masked(c.holder().owner()), null, c.holder().place()),
        c.subscribers().stream().map(this::masked).toList(), c.power(), c.surcharges(), c.kind(), c.reasons());
    return new Host(host.address(), host.verdict(), host.score(), host.firstSeenMicros(), host.lastSeenMicros(),
        host.activeSeconds(), host.sessions(), host.pools(), host.coins(), marks("wallet", host.wallets()), scrubbed(host.agents()),
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
    if (d.agent() != null) {
      marks.putIfAbsent(d.agent(), mask.withoutAddresses(d.agent()));
    }
    ExcerptMask excerpts = new ExcerptMask(mask, marks);
    List<Evidence> evidence = f.evidence().stream().map(sign -> new Evidence(sign.rule(), sign.weight(), sign.side(), sign.packetNumber(),
        sign.timestampMicros(), excerpts.masked(sign.excerpt()))).toList();
    Finding.Dialogue dialogue = new Finding.Dialogue(d.dialect(), d.role(), identity == null ? null : masked(identity),
        marks("user", d.users()), List.of(), scrubbed(d.agent()), d.deviceClass(), d.deviceModel(),
        d.sessionId() == null ? null : IdentityMask.GONE, d.extranonce(), d.redirects(), List.of(), d.pool());
    return new Finding(f.verdict(), f.score(), f.connection(), f.speech(), dialogue, f.work(), evidence, scrubbed(f.allowed()));
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

  private List<String> scrubbed(List<String> texts) {
    return sorted(texts.stream().map(mask::withoutAddresses));
  }

  private static List<String> sorted(Stream<String> texts) {
    return texts.distinct().sorted().toList();
  }

  private @Nullable String scrubbed(@Nullable String text) {
    return text == null ? null : mask.withoutAddresses(text);
  }
}

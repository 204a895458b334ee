package stratoscope.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stratoscope.cli.ScanCommand.Weakest;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;
import stratoscope.record.IdentityMask;
import stratoscope.record.JsonTree;
import stratoscope.record.store.AccessStore;
import stratoscope.record.store.RecordFilter;
import stratoscope.record.store.StoreException;

/** The options that say which records of which store are wanted. */
final class RecordOptions {
  private static final String TIME = "\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01])"
      + "(T([01]\\d|2[0-3])(:[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?)?Z?)?)?)?";

  @Option(names = "--store", required = true, paramLabel = "FILE", description = "The store; a sensor may be writing it.")
  private Path store = Path.of("");

  @Option(names = "--from", paramLabel = "TIME", description = "Told at that day or time (UTC: 2026-11-25, 2026-11-25T08:30) or later.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Told before that day or time.")
  private @Nullable String to;

  @Option(names = "--ip", paramLabel = "ADDRESS", description = "Of that miner.")
  private @Nullable String ip;

  @Option(names = "--wallet", paramLabel = "WALLET", description = "Of that wallet.")
  private @Nullable String wallet;

  @Option(names = "--pool", paramLabel = "NAME", description = "Of that operator of a pool.")
  private @Nullable String pool;

  @Option(names = "--min-verdict", paramLabel = "VERDICT", description = "As sure as this or surer: ${COMPLETION-CANDIDATES}.")
  private @Nullable Weakest weakest;

  @Option(names = "--all", description = "All that was told of each session and host, and not only the last.")
  private boolean isAll;

  @Mixin
  private MaskOptions mask = new MaskOptions();

  /**
   * Reads them in the order in which they were told.
   *
   * @param type of event; null for any
   */
  <E extends Exception> void read(@Nullable String type, AccessStore.Reader<E> reader) throws StoreException, CommandException, E {
    String first = time("--from", from);
    String end = time("--to", to);
    String miner = address(ip);
    IdentityMask masking = mask.open();
    AccessStore.Reader<E> shown = masking == null ? reader : (number, line, hash) -> reader.onRecord(number, masked(masking, line), hash);
    try (AccessStore opened = AccessStore.openToRead(store)) {
      opened.read(new RecordFilter().type(type).from(first).to(end).ip(miner).wallet(wallet).pool(pool)
          .weakest(weakest == null ? null : weakest.toString()), !isAll, shown);
    } catch (UncheckedIOException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  /** As records write it, so that an address that none can have is not taken for one that was not seen. */
  private static @Nullable String address(@Nullable String ip) throws CommandException {
    if (ip == null) {
      return null;
    }
    IpAddress address = AddressRange.addressOrNull(ip);
    if (address == null) {
      throw new CommandException("--ip '" + ip + "' is no address");
    }
    return address.toString();
  }

  private static String masked(IdentityMask mask, String line) {
    try {
      return JsonTree.toJson(mask.masked(JsonTree.parse(line)));
    } catch (IOException e) {
      throw new UncheckedIOException("the store holds a record that is no JSON: see 'records verify'", e);
    }
  }

  /**
   * A time as an option takes it, so that it can be compared with those of records as text: it may be the beginning of one.
   *
   * @throws CommandException if it is none
   */
  static @Nullable String time(String option, @Nullable String time) throws CommandException {
    if (time == null) {
      return null;
    }
    if (!time.matches(TIME)) {
      throw new CommandException(option + " '" + time + "' is no day or time (2026-11-25, 2026-11-25T08:30)");
    }
    return time.endsWith("Z") ? time.substring(0, time.length() - 1) : time;
  }
}

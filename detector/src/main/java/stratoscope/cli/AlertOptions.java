package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stratoscope.alert.AlertFormat;
import stratoscope.alert.AlertSink;
import stratoscope.alert.AlertSource;
import stratoscope.alert.AlertTerms;
import stratoscope.alert.Alerts;
import stratoscope.alert.LinesSink;
import stratoscope.alert.Outlet;
import stratoscope.alert.SyslogSink;
import stratoscope.alert.SyslogTarget;
import stratoscope.alert.Trust;
import stratoscope.alert.WebhookSink;
import stratoscope.capture.CaptureException;
import stratoscope.cli.ScanCommand.Weakest;
import stratoscope.evidence.Verdict;
import stratoscope.metrics.Meter;
import stratoscope.metrics.SensorMetrics;
import stratoscope.record.RecordSink;
import stratoscope.record.VerdictFilter;

/** The options that say who is told of findings, and how often. */
final class AlertOptions {
  private static final long SEND_MILLIS = 10_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final int MAX_MEMORY_MIB = 4;
  private static final int MAX_SPOOL_MIB = 1 << 20;
  private static final int MAX_PER_HOUR = 1_000_000;
  private static final int TARGET_ID_CHARS = 8;

  @Option(names = "--syslog", paramLabel = "URL",
      description = "Send alerts to this receiver of syslog (RFC 5424), may be given several times: udp://HOST[:514], tcp://HOST[:514]"
          + " (each message behind its length, RFC 6587), tls://HOST[:6514].")
  private List<String> syslog = List.of();

  @Option(names = "--syslog-format", paramLabel = "FORMAT", description = "What its messages are: ${COMPLETION-CANDIDATES}.")
  private AlertFormat format = AlertFormat.JSON;

  @Option(names = "--webhook", paramLabel = "URL",
      description = "POST each alert to this URL as JSON; may be given several times. Answers other than 2xx are tried again with growing"
          + " pauses, up to five minutes; 400, 413, 415 and 422 are not.")
  private List<String> webhooks = List.of();

  @Option(names = "--webhook-token", paramLabel = "FILE", description = "With what this file holds as bearer token.")
  private @Nullable Path token;

  @Option(names = "--alert-ca", paramLabel = "PEM",
      description = "Certificates to trust when alerts go through TLS; those of the Java platform if not given.")
  private @Nullable Path authorities;

  @Option(names = "--alert-cert", paramLabel = "PEM", description = "Our certificate for receivers that ask for one; needs --alert-key.")
  private @Nullable Path certificate;

  @Option(names = "--alert-key", paramLabel = "PEM", description = "Its private key (PKCS #8).")
  private @Nullable Path key;

  @Option(names = "--spool", paramLabel = "DIR",
      description = "Keep alerts here until they are delivered, also over a restart; if not given, in memory.")
  private @Nullable Path spool;

  @Option(names = "--spool-size", paramLabel = "MIB",
      description = "Room for each receiver, on disk or in memory (there 4 at most); the eldest go. ${DEFAULT-VALUE} if not given.",
      defaultValue = "64")
  private int spoolMib = 64;

  @Option(names = "--alert-repeat", paramLabel = "TIME", converter = TimeSpan.Converter.class, defaultValue = "4h",
      description = "Say that a host still mines this often; ${DEFAULT-VALUE} if not given.")
  private TimeSpan repeat = new TimeSpan(0);

  @Option(names = "--alert-gone", paramLabel = "TIME", converter = TimeSpan.Converter.class, defaultValue = "30m",
      description = "Say that it is gone after it was silent for so long; ${DEFAULT-VALUE} if not given.")
  private TimeSpan gone = new TimeSpan(0);

  @Option(names = "--alert-window", paramLabel = "TIME", converter = TimeSpan.Converter.class, defaultValue = "1h",
      description = "Say that it is new this often at most; ${DEFAULT-VALUE} if not given.")
  private TimeSpan window = new TimeSpan(0);

  @Option(names = "--alert-rate", paramLabel = "N", defaultValue = "20",
      description = "Alerts of one host in an hour at most, besides that it is gone; ${DEFAULT-VALUE} if not given.")
  private int perHour = 20;

  @Option(names = "--alert-min-verdict", paramLabel = "VERDICT",
      description = "Tell only of findings as sure as this or surer, and as --min-verdict: ${COMPLETION-CANDIDATES}.")
  private Weakest weakest = Weakest.SUSPECTED;

  @Option(names = "--sensor", paramLabel = "NAME", description = "Name of this sensor in alerts; the machine's if not given.")
  private @Nullable String sensor;

  /** Looks at all that can be wrong before somebody is told. */
  void check() throws CommandException {
    Numbers.check("--spool-size", spoolMib, 1, MAX_SPOOL_MIB);
    Numbers.check("--alert-rate", perHour, 1, MAX_PER_HOUR);
    if (gone.seconds() == 0) {
      throw new CommandException("--alert-gone can't be 0: everything would be gone at once");
    }
    Set<String> receivers = new HashSet<>();
    for (String receiver : syslog) {
      String target = target(receiver).toString();
      if (!receivers.add(target)) {
        throw new CommandException("--syslog names " + target + " twice: it would be told everything twice");
      }
    }
    for (String webhook : webhooks) {
      if (!receivers.add(url(webhook).toString())) {
        throw new CommandException("--webhook names a URL twice: it would be told everything twice");
      }
    }
    trust();
    bearer();
    WritePlace.checkFolder("--spool", spool);
  }

  /** Lets through to the alerts what they are wanted of. */
  RecordSink filter(Alerts alerts) {
    return new VerdictFilter(Verdict.valueOf(weakest.name()), true, alerts);
  }

  /**
   * Makes what they ask for.
   *
   * @param lines takes alerts as lines of JSON, too, from another thread
   * @param leftMillis how long may be waited at the end
   * @throws CommandException with the option and the reason if it can't be
   */
  Alerts open(OutputStream lines, SensorMetrics metrics, LongSupplier leftMillis, PrintWriter err) throws CommandException {
    check();
    AlertTerms terms = new AlertTerms(repeat.micros(), gone.micros(), window.micros(), perHour, AlertTerms.defaults().maxKeys());
    AlertSource source = new AlertSource(sensor == null ? machine() : sensor, Main.version(), ProcessHandle.current().pid());
    Consumer<String> log = line -> Main.complain(err, line);
    Alerts alerts = new Alerts(terms, System::nanoTime, leftMillis, log);
    try {
      add(alerts, "lines", "", new LinesSink(lines, source));
      addSinks(alerts, source);
    } catch (CommandException e) {
      alerts.close();
      throw e;
    }
    show(alerts, metrics);
    return alerts;
  }

  /** Adds those of each kind; the first is named as the kind, further ones are numbered. */
  private void addSinks(Alerts alerts, AlertSource source) throws CommandException {
    Trust trust = syslog.isEmpty() && webhooks.isEmpty() ? null : trust();
    int number = 0;
    for (String receiver : syslog) {
      SyslogTarget target = target(receiver);
      Trust ours = target.transport() == SyslogTarget.Transport.TLS ? trust : null;
      add(alerts, label("syslog", ++number), target.toString(), new SyslogSink(target, source, format, ours, SEND_MILLIS));
    }
    number = 0;
    for (String webhook : webhooks) {
      add(alerts, label("webhook", ++number), webhook, new WebhookSink(url(webhook), source, bearer(), trust, SEND_MILLIS));
    }
  }

  private static String label(String kind, int number) {
    return number == 1 ? kind : kind + "-" + number;
  }

  /** Each receiver has a folder of its own, whatever the order of options, so that none gets what was meant for another. */
  private void add(Alerts alerts, String label, String target, AlertSink sink) throws CommandException {
    Path folder = spool == null || target.isEmpty() ? null : spool.resolve(label.replaceAll("-.*", "") + "-" + id(target));
    try {
      alerts.add(label, sink, folder, folder == null ? Math.min(spoolMib, MAX_MEMORY_MIB) * MEBIBYTE : spoolMib * MEBIBYTE);
    } catch (IOException e) {
      throw new CommandException("--spool " + folder + ": can't be used: " + CaptureException.reason(e));
    }
  }

  private static String id(String target) throws CommandException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(target.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, TARGET_ID_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new CommandException("this Java platform has no SHA-256");
    }
  }

  private static SyslogTarget target(String receiver) throws CommandException {
    try {
      return SyslogTarget.parse(receiver);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--syslog '" + receiver + "': " + e.getMessage());
    }
  }

  private static URI url(String webhook) throws CommandException {
    try {
      URI url = new URI(webhook);
      if (url.getHost() != null && url.getRawUserInfo() == null
          && ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new CommandException("--webhook: not a URL such as https://alerts.example/hook; a password goes into --webhook-token");
  }

  private Trust trust() throws CommandException {
    if ((certificate == null) != (key == null)) {
      throw new CommandException("--alert-cert and --alert-key need each other");
    }
    try {
      return Trust.read(authorities, certificate, key);
    } catch (IOException e) {
      throw new CommandException("--alert-ca, --alert-cert, --alert-key: can't be used: " + e.getMessage());
    }
  }

  private @Nullable String bearer() throws CommandException {
    if (token == null) {
      return null;
    }
    try {
      String text = Files.readString(token, UTF_8).strip();
      if (!text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
        return text;
      }
      throw new CommandException("--webhook-token " + token + ": holds no token: one line of printable ASCII without spaces");
    } catch (IOException e) {
      throw new CommandException("--webhook-token " + token + ": can't be read: " + CaptureException.reason(e));
    }
  }

  /** Without asking the network. */
  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"), UTF_8).strip();
    } catch (IOException e) {
      String name = System.getenv("HOSTNAME");
      return name == null ? "" : name;
    }
  }

  private static void show(Alerts alerts, SensorMetrics metrics) {
    alerts.showTold((event, count) -> metrics.count(Meter.ALERTS, count::getAsLong, "event", event));
    alerts.showWithheld((reason, count) -> metrics.count(Meter.ALERTS_WITHHELD, count::getAsLong, "reason", reason));
    for (Outlet outlet : alerts.outlets()) {
      metrics.count(Meter.ALERTS_DELIVERED, outlet::delivered, "sink", outlet.label());
      metrics.count(Meter.ALERT_FAILURES, outlet::failures, "sink", outlet.label());
      metrics.count(Meter.ALERTS_DROPPED, outlet::dropped, "sink", outlet.label());
      metrics.gauge(Meter.ALERTS_QUEUED, outlet::queued, "sink", outlet.label());
    }
  }
}

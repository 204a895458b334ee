package stratoscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stratoscope.web.Guard;
import stratoscope.web.HttpServer;

/** The options that say where the sensor's pages are, and for whom. */
final class HttpOptions {
  private static final int CHAIN_AND_KEY = 2;

  @Option(names = "--http", paramLabel = "ADDR:PORT",
      description = "Where to serve /metrics, /healthz and /readyz; ${DEFAULT-VALUE} if not given.", defaultValue = "127.0.0.1:9464")
  private String http = "";

  @Option(names = "--no-http", description = "Serve nothing.")
  private boolean isUnserved;

  @Option(names = "--http-auth", paramLabel = "FILE",
      description = "Serve only those whom this file names, on lines USER:PASSWORD or 'bearer TOKEN'; others hear of /healthz and /readyz"
          + " the status alone. It is read again when it changes, and may not be readable for everybody.")
  private @Nullable Path users;

  @Option(names = "--http-tls", split = ",", hideParamSyntax = true, paramLabel = "CERT,KEY",
      description = "Serve HTTPS with this certificate, followed by those that signed it, and its key (PEM, PKCS #8). Both are read"
          + " again when they change.")
  private List<Path> tls = List.of();

  /** Looks at all that can be wrong before something is served. */
  void check() throws CommandException {
    HttpAddress.parse(http);
    guard(line -> {});
  }

  /**
   * Starts to serve.
   *
   * @param err takes what the user should know of
   * @return null if nothing is to be served
   * @throws CommandException if it can't
   */
  @Nullable HttpServer serve(SensorPages pages, boolean isQuiet, PrintWriter err) throws CommandException {
    InetSocketAddress address = HttpAddress.parse(http);
    if (isUnserved) {
      return null;
    }
    HttpServer server = pages.serve(address, guard(line -> Main.complain(err, line)));
    if (!address.getAddress().isLoopbackAddress() && (users == null || tls.isEmpty())) {
      Main.complain(err, "--http " + http + (users == null ? ": whoever reaches this port can read the metrics; see --http-auth"
          : ": passwords and tokens go through the network in clear; see --http-tls"));
    }
    if (!isQuiet) {
      // the port that was chosen, where none was named; of all addresses the socket says those of IPv6
      InetSocketAddress served = new InetSocketAddress(address.getAddress(), server.address().getPort());
      Main.complain(err, "metrics at http" + (tls.isEmpty() ? "" : "s") + "://" + HttpAddress.text(served) + "/metrics");
    }
    return server;
  }

  private Guard guard(Consumer<String> log) throws CommandException {
    Guard guard = new Guard(log);
    try {
      if (users != null) {
        guard.admitOnly(users);
      }
    } catch (IOException e) {
      throw new CommandException("--http-auth: " + e.getMessage());
    }
    if (!tls.isEmpty() && tls.size() != CHAIN_AND_KEY) {
      throw new CommandException("--http-tls takes two files, CERT.pem,KEY.pem, and not " + tls.size());
    }
    try {
      if (!tls.isEmpty()) {
        guard.encrypt(tls.get(0), tls.get(1));
      }
    } catch (IOException e) {
      throw new CommandException("--http-tls: " + e.getMessage());
    }
    return guard;
  }
}

package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import stratoscope.metrics.SensorMetrics;
import stratoscope.testing.TlsFiles;
import stratoscope.testing.TlsKeys;
import stratoscope.web.HttpServer;

/** What the sensor says of where its pages are, and of who can read them. */
class HttpOptionsTest {
  @TempDir
  private Path folder;

  private static List<String> said(String... arguments) throws CommandException {
    HttpOptions options = CommandLine.populateCommand(new HttpOptions(), arguments);
    StringWriter err = new StringWriter();
    try (SensorMetrics metrics = new SensorMetrics(0);
        HttpServer server = Objects.requireNonNull(
            options.serve(new SensorPages(metrics, List.of(), new RuleOptions()), false, new PrintWriter(err)))) {
      assertThat(metrics.page("")).contains("stratoscope_http_refused_total{reason=\"unauthorized\"} 0.0");
      return err.toString().replace(":" + server.address().getPort(), ":0").lines().toList();
    }
  }

  private Path secret(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "prometheus:correct horse battery\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void pagesAtLoopback_areNothingToWarnOf() throws CommandException {
    assertThat(said("--http", "127.0.0.1:0")).containsExactly("stratoscope: metrics at http://127.0.0.1:0/metrics");
  }

  @Test
  void pagesForEverybody_areWarnedOfInOneLine() throws CommandException, IOException {
    assertThat(said("--http", "0.0.0.0:0")).containsExactly(
        "stratoscope: --http 0.0.0.0:0: whoever reaches this port can read the metrics; see --http-auth",
        "stratoscope: metrics at http://0.0.0.0:0/metrics");
    String users = secret("users").toString();
    assertThat(said("--http", "0.0.0.0:0", "--http-auth", users)).first().isEqualTo(
        "stratoscope: --http 0.0.0.0:0: passwords and tokens go through the network in clear; see --http-tls");
    TlsKeys keys = TlsKeys.selfSigned("localhost");
    String tls = TlsFiles.certificate(keys, folder.resolve("cert.pem")) + "," + TlsFiles.key(keys, secret("key.pem"));
    assertThat(said("--http", "0.0.0.0:0", "--http-auth", users, "--http-tls", tls)).singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("stratoscope: metrics at https://");
  }
}

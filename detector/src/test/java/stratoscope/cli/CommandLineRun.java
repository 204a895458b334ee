package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import stratoscope.testing.MakePcaps;

/** What a command line gave: its exit code and what it printed. */
record CommandLineRun(int code, String out, String err) {
  static final Path PCAPS = MakePcaps.root();
  /** Two miners and other traffic. */
  static final String MINERS = PCAPS.resolve("stratum-v1/among-other-traffic.pcap").toString();
  static final String NO_MINER = PCAPS.resolve("near-miss/redis.pcap").toString();
  static final String ALL = PCAPS.toString();

  static CommandLineRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(out, err, arguments);
    return new CommandLineRun(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  List<String> lines() {
    return out.lines().toList();
  }

  List<String> errors() {
    return err.lines().toList();
  }
}

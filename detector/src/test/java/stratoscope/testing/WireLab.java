package stratoscope.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A wire of our own: a network namespace with two ends, {@code st0} and {@code st1}, made by unshare(1) and gone with the script that
 * runs in it. Needs Linux with unshare and ip, and root or the right to make user namespaces; says so when it lacks them.
 */
public final class WireLab {
  private static final String PRELUDE = """
      set -eu
      trap 'kill $(jobs -p) 2>/dev/null || true; wait || true' EXIT
      ip link set lo up
      ip link add st0 mtu 65535 type veth peer name st1 mtu 65535
      for end in st0 st1; do
        [ ! -e /proc/sys/net/ipv6/conf/$end ] || echo 1 > /proc/sys/net/ipv6/conf/$end/disable_ipv6
        ip link set $end up
      done
      run() { exec "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 $JAVA_OPTIONS -cp "$CLASSES" "$@"; }
      stratoscope() { run stratoscope.cli.Main "$@"; }
      send() { (run $SENDER "$@"); }
      fetch() {
        exec 3<>/dev/tcp/127.0.0.1/$1
        printf 'GET %s HTTP/1.0\r\nAccept: %s\r\n\r\n' "$2" "${3:-*/*}" >&3
        sed '1,/^\r*$/d' <&3
        exec 3>&-
      }
      await() {
        for i in $(seq 300); do
          times=$(grep -c "$2" "$1" 2>/dev/null || true)
          [ "${times:-0}" -lt "${3:-1}" ] || return 0
          sleep 0.1
        done
        echo "'$2' did not come up in $1" >&2
        exit 9
      }
      """;

  private WireLab() {}

  /**
   * Runs a script of bash in it, and fails with what the script said unless it ends with 0. It has the functions {@code stratoscope},
   * {@code send IFACE FILE}, {@code fetch PORT PATH [ACCEPT]} and {@code await FILE PATTERN [TIMES]}.
   */
  public static void run(Path folder, String script, int seconds) throws IOException, InterruptedException {
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    ProcessBuilder builder = new ProcessBuilder("unshare", isRoot ? "-n" : "-rn", "bash", "-c", PRELUDE + script);
    builder.environment().put("JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
    builder.environment().put("JAVA_OPTIONS", "--enable-native-access=ALL-UNNAMED"
        + (Runtime.version().feature() < 24 ? "" : " --sun-misc-unsafe-memory-access=allow"));
    builder.environment().put("CLASSES", System.getProperty("java.class.path"));
    builder.environment().put("SENDER", LiveSender.class.getName());
    Path said = folder.resolve("script.err");
    Process process;
    try {
      process = builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    } catch (IOException e) {
      throw new AssertionError("live tests need unshare(1), of util-linux: " + e.getMessage(), e);
    }
    process.getOutputStream().close();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("the script took more than " + seconds + " s: " + Files.readString(said, UTF_8));
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("live tests need Linux with unshare(1), ip(8), and root or user namespaces; the script ended with "
          + process.exitValue() + ": " + Files.readString(said, UTF_8));
    }
  }
}

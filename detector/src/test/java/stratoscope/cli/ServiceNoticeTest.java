package stratoscope.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.record.Pulse;
import stratoscope.record.Stats;

/** Notices to systemd, whose end of the socket is held here. Needs Linux. */
class ServiceNoticeTest {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int MSG_DONTWAIT = 0x40;
  private static final Stats NONE =
      new Stats(0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, 0, List.of(), 0, 0, 0);
  private static final Pulse PULSE = new Pulse(NONE, 0, 0, 0, 0, 0);

  @TempDir
  private Path folder;

  /** The other end's functions of the C library. */
  static final class Calls {
    static {
      Native.register(Calls.class, Platform.C_LIBRARY_NAME);
    }

    private Calls() {}

    static native int bind(int fd, Pointer address, int length) throws LastErrorException;

    static native int recv(int fd, byte[] into, long length, int flags) throws LastErrorException;
  }

  private static int listen(Path path) {
    int fd = ServiceNotice.Calls.socket(AF_UNIX, SOCK_DGRAM, 0);
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    try (Memory address = new Memory(Short.BYTES + name.length + 1L)) {
      address.clear();
      address.setShort(0, (short) AF_UNIX);
      address.write(Short.BYTES, name, 0, name.length);
      Calls.bind(fd, address, (int) address.size());
    }
    return fd;
  }

  private static List<String> received(int fd) {
    List<String> notices = new ArrayList<>();
    byte[] bytes = new byte[100];
    try {
      while (true) {
        notices.add(new String(bytes, 0, Calls.recv(fd, bytes, bytes.length, MSG_DONTWAIT), US_ASCII));
      }
    } catch (LastErrorException e) {
      return notices; // no more
    }
  }

  private static Map<String, String> environment(Path socket, String watchdog) {
    Map<String, String> environment = new HashMap<>(Map.of("NOTIFY_SOCKET", socket.toString()));
    if (!watchdog.isEmpty()) {
      environment.put("WATCHDOG_USEC", watchdog);
    }
    return environment;
  }

  @Test
  void firstPulse_isReadiness_laterOnesAreSignsOfLifeInTime() throws InterruptedException {
    Path socket = folder.resolve("s");
    int fd = listen(socket);
    List<Pulse> passed = new ArrayList<>();
    try (ServiceNotice notice = new ServiceNotice(environment(socket, "100000"))) {
      Consumer<Pulse> pulses = notice.before(passed::add);
      assertThat(received(fd)).isEmpty();
      pulses.accept(PULSE);
      pulses.accept(PULSE);
      assertThat(received(fd)).containsExactly("READY=1");
      Thread.sleep(60);
      pulses.accept(PULSE);
      pulses.accept(PULSE);
      assertThat(received(fd)).containsExactly("WATCHDOG=1");
    }
    assertThat(received(fd)).containsExactly("STOPPING=1");
    assertThat(passed).hasSize(4);
    ServiceNotice.Calls.close(fd);
  }

  @Test
  void withoutAWatchdog_noSignsOfLifeAreSent() throws InterruptedException {
    for (String watchdog : List.of("", "0", "-5", "soon")) {
      Path socket = folder.resolve("w" + watchdog);
      int fd = listen(socket);
      try (ServiceNotice notice = new ServiceNotice(environment(socket, watchdog))) {
        Consumer<Pulse> pulses = notice.before(pulse -> {});
        pulses.accept(PULSE);
        Thread.sleep(5);
        pulses.accept(PULSE);
      }
      assertThat(received(fd)).as(watchdog).containsExactly("READY=1", "STOPPING=1");
      ServiceNotice.Calls.close(fd);
    }
  }

  @Test
  void nobodyThere_isNoMatter() {
    for (String socket : List.of("", "/", "relative", folder.resolve("nobody").toString(), "/" + "x".repeat(200), "@nobody-listens-here")) {
      assertThatCode(() -> {
        try (ServiceNotice notice = new ServiceNotice(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "1"))) {
          notice.before(pulse -> {}).accept(PULSE);
          notice.before(pulse -> {}).accept(PULSE);
        }
      }).as(socket).doesNotThrowAnyException();
    }
  }
}

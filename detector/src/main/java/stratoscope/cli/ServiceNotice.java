package stratoscope.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.record.Pulse;

/**
 * Tells systemd that the sensor is ready, lives, and stops, as sd_notify(3) does: one datagram to the socket that NOTIFY_SOCKET names.
 * Without that variable it does nothing. Called by the detector's thread, whose signs of life it passes on: one that hangs is silent,
 * and systemd starts the service anew. Never waits; a notice that can't be delivered is lost, and the next one is tried.
 */
final class ServiceNotice implements AutoCloseable {
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  /** struct sockaddr_un: 16 bits of family, then the path. */
  private static final int PATH_OFFSET = Short.BYTES;
  private static final int MAX_PATH_BYTES = 108;

  private final @Nullable Memory address;
  /** Between two signs of life; half of what systemd waits. Nobody asks for them where it is 0. */
  private final long periodNanos;
  private int socket = -1;
  private boolean isReady;
  private long lastNanos;

  /** The functions of the C library used here. */
  static final class Calls {
    static {
      Native.register(Calls.class, Platform.C_LIBRARY_NAME);
    }

    private Calls() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int sendto(int fd, byte[] bytes, long length, int flags, Pointer address, int addressLength) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;
  }

  /** @param environment holds NOTIFY_SOCKET, and WATCHDOG_USEC with a number, if there is someone to notify */
  ServiceNotice(Map<String, String> environment) {
    address = address(environment.getOrDefault(SOCKET, ""));
    periodNanos = periodNanos(environment.getOrDefault(WATCHDOG, "0"));
  }

  /** The address of a path, or of an abstract name if it begins with @; null if it is neither. */
  private static @Nullable Memory address(String name) {
    byte[] path = name.getBytes(UTF_8);
    if (!Platform.isLinux() || path.length < 2 || path.length >= MAX_PATH_BYTES || (path[0] != '/' && path[0] != '@')) {
      return null;
    }
    boolean isAbstract = path[0] == '@';
    Memory address = new Memory(PATH_OFFSET + path.length + (isAbstract ? 0L : 1L));
    address.clear();
    address.setShort(0, (short) AF_UNIX);
    address.write(PATH_OFFSET, path, 0, path.length);
    if (isAbstract) {
      address.setByte(PATH_OFFSET, (byte) 0);
    }
    return address;
  }

  private static long periodNanos(String micros) {
    try {
      return TimeUnit.MICROSECONDS.toNanos(Math.max(0, Long.parseLong(micros))) / 2;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The same, with notice given first: of being ready at the first sign of life, then in time for the watchdog. */
  Consumer<Pulse> before(Consumer<Pulse> next) {
    return pulse -> {
      onPulse(System.nanoTime());
      next.accept(pulse);
    };
  }

  private void onPulse(long nowNanos) {
    if (!isReady) {
      isReady = true;
      lastNanos = nowNanos;
      send("READY=1");
    } else if (periodNanos > 0 && nowNanos - lastNanos >= periodNanos) {
      lastNanos = nowNanos;
      send("WATCHDOG=1");
    }
  }

  private void send(String notice) {
    if (address == null) {
      return;
    }
    try {
      socket = socket < 0 ? Calls.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) : socket;
      byte[] bytes = notice.getBytes(US_ASCII);
      Calls.sendto(socket, bytes, bytes.length, MSG_DONTWAIT, address, (int) address.size());
    } catch (LastErrorException e) {
      // systemd is busy or gone: the next notice tells as much
    }
  }

  @Override
  public void close() {
    send("STOPPING=1");
    if (socket >= 0) {
      Calls.close(socket);
      socket = -1;
    }
    if (address != null) {
      address.close();
    }
  }
}

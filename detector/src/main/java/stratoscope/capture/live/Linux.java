package stratoscope.capture.live;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/**
 * The few system calls of Linux that a packet socket needs, and the numbers that go with them, from linux/if_packet.h, linux/if.h and
 * asm-generic/socket.h. Stateless. A call that fails throws {@link LastErrorException} with errno.
 */
final class Linux {
  static final int EPERM = 1;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ENODEV = 19;
  static final int ENETDOWN = 100;

  static final int AF_PACKET = 17;
  static final int SOCK_RAW = 3;
  static final int ETH_P_ALL = 3;
  static final int SOL_SOCKET = 1;
  static final int SO_ERROR = 4;
  static final int SO_ATTACH_FILTER = 26;
  static final int SOL_PACKET = 263;
  static final int PACKET_ADD_MEMBERSHIP = 1;
  static final int PACKET_RX_RING = 5;
  static final int PACKET_STATISTICS = 6;
  static final int PACKET_VERSION = 10;
  static final int PACKET_RESERVE = 12;
  static final int PACKET_FANOUT = 18;
  static final int PACKET_FANOUT_DATA = 22;
  static final int PACKET_FANOUT_CBPF = 6;
  static final int PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;
  static final int PACKET_MR_PROMISC = 1;
  static final int TPACKET_V3 = 2;
  static final int PROT_READ_WRITE = 3;
  static final int MAP_SHARED = 1;
  static final int POLLIN = 1;
  static final int POLLERR = 8;

  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final long SIOCGIFFLAGS = 0x8913;
  private static final long SIOCGIFHWADDR = 0x8927;
  private static final int IFREQ_BYTES = 40;
  private static final int IFNAMSIZ = 16;
  private static final int IFF_UP = 1;
  private static final int IFF_RUNNING = 1 << 6;

  static {
    if (isHere()) {
      Native.register(Linux.class, Platform.C_LIBRARY_NAME);
    }
  }

  private Linux() {}

  /** True on a Linux of 64 bits, whose structures are as this package lays them out. */
  static boolean isHere() {
    return Platform.isLinux() && Native.POINTER_SIZE == Long.BYTES;
  }

  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  static native int setsockopt(int fd, int level, int name, Pointer value, int length) throws LastErrorException;

  static native int getsockopt(int fd, int level, int name, Pointer value, Pointer length) throws LastErrorException;

  static native int bind(int fd, Pointer address, int length) throws LastErrorException;

  static native Pointer mmap(Pointer address, long length, int protection, int flags, int fd, long offset) throws LastErrorException;

  static native int munmap(Pointer address, long length) throws LastErrorException;

  static native int poll(Pointer fds, long count, int timeoutMillis) throws LastErrorException;

  static native int ioctl(int fd, long request, Pointer argument) throws LastErrorException;

  static native int close(int fd) throws LastErrorException;

  /** 0 if there is no such interface. */
  static native int if_nametoindex(String name);

  static void setOption(int fd, int level, int name, int value) {
    try (Memory memory = new Memory(Integer.BYTES)) {
      memory.setInt(0, value);
      setsockopt(fd, level, name, memory, Integer.BYTES);
    }
  }

  /** Reads an option into memory. */
  static void getOption(int fd, int level, int name, Memory into) {
    try (Memory length = new Memory(Integer.BYTES)) {
      length.setInt(0, (int) into.size());
      getsockopt(fd, level, name, into, length);
    }
  }

  /** Whether the administrator has switched the interface on. */
  static boolean isUp(String name) {
    return (interfaceShort(name, SIOCGIFFLAGS) & IFF_UP) != 0;
  }

  /** False if the cable is out, or nobody is at its other end; may be a second late. */
  static boolean hasLink(String name) {
    return (interfaceShort(name, SIOCGIFFLAGS) & IFF_RUNNING) != 0;
  }

  /** The ARPHRD_ value of the interface. */
  static int hardwareType(String name) {
    return interfaceShort(name, SIOCGIFHWADDR);
  }

  /** The 16 bits behind the name that ioctl fills in; 0 if there is no such interface. */
  private static int interfaceShort(String name, long request) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    if (text.length >= IFNAMSIZ) {
      return 0;
    }
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    try (Memory ifreq = new Memory(IFREQ_BYTES)) {
      ifreq.clear();
      ifreq.write(0, text, 0, text.length);
      ioctl(fd, request, ifreq);
      return ifreq.getShort(IFNAMSIZ) & 0xFFFF;
    } catch (LastErrorException e) {
      return 0;
    } finally {
      close(fd);
    }
  }
}

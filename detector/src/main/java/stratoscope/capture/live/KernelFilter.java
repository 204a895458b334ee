package stratoscope.capture.live;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;

/** A filter expression as instructions for the kernel, compiled by libpcap. Belongs to one thread; closing frees the memory. */
final class KernelFilter implements AutoCloseable {
  /** The same name as pcap4j looks for. */
  private static final String LIBRARY = System.getProperty("org.pcap4j.core.pcapLibName", "pcap");
  /** struct sock_fprog: 16 bits of length, then a pointer. */
  private static final int PROGRAM_BYTES = 16;
  private static final int INSTRUCTION_BYTES = 8;
  /** What libpcap calls LINKTYPE_RAW on Linux. */
  private static final int DLT_RAW = 12;
  private static final int RAW_IP = 101;
  private static final int ETHERNET = 1;
  /** BPF_RET and BPF_K: keep so many bytes. */
  private static final short RETURN_CONSTANT = 6;

  /** The functions of libpcap used here. */
  interface Pcap extends Library {
    Pointer pcap_open_dead(int linkType, int snapBytes);

    int pcap_compile(Pointer pcap, Pointer program, String expression, int optimize, int netmask);

    String pcap_geterr(Pointer pcap);

    void pcap_freecode(Pointer program);

    void pcap_close(Pointer pcap);
  }

  private final Memory program = new Memory(PROGRAM_BYTES);
  private final Memory instructions;

  private KernelFilter(Memory instructions) {
    this.instructions = instructions;
    program.clear();
    program.setShort(0, (short) (instructions.size() / INSTRUCTION_BYTES));
    program.setPointer(Long.BYTES, instructions);
  }

  /** Lets no packet pass. */
  static KernelFilter closed() {
    return new KernelFilter(keeping(0));
  }

  /** The program by which the kernel splits packets. */
  static KernelFilter of(FlowSplit split) {
    return new KernelFilter(SplitProgram.of(split));
  }

  private static Memory keeping(int bytes) {
    Memory one = new Memory(INSTRUCTION_BYTES);
    one.clear();
    one.setShort(0, RETURN_CONSTANT);
    one.setInt(Integer.BYTES, bytes);
    return one;
  }

  /**
   * Compiles.
   *
   * @param expression null to let all packets pass
   * @throws CaptureException when it is no filter expression, with the message of libpcap, or when libpcap is missing
   */
  static KernelFilter of(@Nullable String expression, int linkType, int snapBytes) throws CaptureException {
    if (expression == null) {
      return new KernelFilter(keeping(snapBytes));
    }
    try {
      return new KernelFilter(compile(Native.load(LIBRARY, Pcap.class), expression, linkType, snapBytes));
    } catch (LinkageError e) {
      throw new CaptureException("-F needs libpcap: install it (Debian: apt-get install libpcap0.8) or watch without a filter", e);
    }
  }

  /** @throws CaptureException when it is a filter expression neither for Ethernet nor for raw IP */
  static void check(String expression) throws CaptureException {
    try {
      of(expression, ETHERNET, LiveOptions.MAX_SNAP_BYTES).close();
    } catch (CaptureException e) {
      try {
        of(expression, RAW_IP, LiveOptions.MAX_SNAP_BYTES).close();
      } catch (CaptureException other) {
        throw e;
      }
    }
  }

  private static Memory compile(Pcap pcap, String expression, int linkType, int snapBytes) throws CaptureException {
    Pointer handle = pcap.pcap_open_dead(linkType == RAW_IP ? DLT_RAW : linkType, snapBytes);
    try (Memory compiled = new Memory(PROGRAM_BYTES)) {
      if (pcap.pcap_compile(handle, compiled, expression, 1, 0) != 0) {
        throw new CaptureException("-F '" + expression + "': " + pcap.pcap_geterr(handle) + "; see 'man pcap-filter'");
      }
      int bytes = compiled.getInt(0) * INSTRUCTION_BYTES;
      Memory copy = new Memory(bytes);
      copy.write(0, compiled.getPointer(Long.BYTES).getByteArray(0, bytes), 0, bytes);
      pcap.pcap_freecode(compiled);
      return copy;
    } finally {
      pcap.pcap_close(handle);
    }
  }

  /** Splits the packets of the socket's group from now on. */
  void splitGroupOf(int socket) {
    Linux.setsockopt(socket, Linux.SOL_PACKET, Linux.PACKET_FANOUT_DATA, program, PROGRAM_BYTES);
  }

  /** Takes the place of the filter that was attached before. */
  void attachTo(int socket) {
    Linux.setsockopt(socket, Linux.SOL_SOCKET, Linux.SO_ATTACH_FILTER, program, PROGRAM_BYTES);
  }

  @Override
  public void close() {
    program.close();
    instructions.close();
  }
}

package stratoscope.capture.live;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@link FlowSplit} as instructions of the classic Berkeley packet filter, for PACKET_FANOUT_CBPF: the kernel hands a packet to the worker
 * that comes out, modulo their number. One thread.
 *
 * <p>It reads tags of virtual LANs, PPPoE, IPv4 and IPv6, and into IP in IP, GRE, VXLAN, GENEVE and GTP-U, one level deep. Fragments and
 * whatever else it can't read are split by addresses, or go to the first worker; {@link FlowSplit#workerOf} says later where such a packet
 * should have gone. Jumps lead forward only, hence the headers inside a tunnel have a copy of the instructions of their own.
 */
final class SplitProgram {
  static final int INSTRUCTION_BYTES = 8;

  // linux/filter.h, linux/bpf_common.h
  private static final int LOAD_WORD = 0x40;
  private static final int LOAD_HALF = 0x48;
  private static final int LOAD_BYTE = 0x50;
  private static final int LOAD_HALF_ABSOLUTE = 0x28;
  private static final int LOAD_MEMORY = 0x60;
  private static final int LOAD_X_CONSTANT = 0x01;
  private static final int LOAD_X_MEMORY = 0x61;
  private static final int STORE = 0x02;
  private static final int STORE_X = 0x03;
  private static final int ADD = 0x04;
  private static final int ADD_X = 0x0c;
  private static final int MULTIPLY = 0x24;
  private static final int AND = 0x54;
  private static final int SHIFT_LEFT = 0x64;
  private static final int SHIFT_RIGHT = 0x74;
  private static final int XOR_X = 0xac;
  private static final int JUMP = 0x05;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_SET = 0x45;
  private static final int TO_X = 0x07;
  private static final int FROM_X = 0x87;
  private static final int RETURN_CONSTANT = 0x06;
  private static final int RETURN = 0x16;

  /** The protocol of the network header, and where that header is, whatever link there is. */
  private static final int PROTOCOL = -0x1000;
  private static final int NETWORK = -0x10_0000;

  // Cells of memory.
  private static final int ADDRESSES = 0;
  private static final int BASE = 1;
  private static final int SCRATCH = 2;
  private static final int FLAGS = 3;

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int TCP = 6;
  private static final int UDP = 17;
  /** Where a conditional jump does not jump. */
  private static final String NEXT = "";

  private record Instruction(int code, String ifTrue, String ifFalse, int constant) {}

  private final List<Instruction> program = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();

  private SplitProgram(FlowSplit split) {
    link();
    network("outer");
    tunnels();
    network("inner");
    place("addresses alone");
    put(LOAD_X_CONSTANT, 0);
    place("hash"); // X holds both ports
    put(LOAD_MEMORY, ADDRESSES);
    put(MULTIPLY, split.addressKey());
    put(ADD_X, 0);
    put(MULTIPLY, split.mixKey());
    put(SHIFT_RIGHT, FlowSplit.HASH_SHIFT);
    put(RETURN, 0);
    place("unknown");
    put(RETURN_CONSTANT, 0);
  }

  /** The instructions as the kernel takes them. The caller frees the memory. */
  static Memory of(FlowSplit split) {
    return new SplitProgram(split).assemble();
  }

  private Memory assemble() {
    Memory memory = new Memory((long) program.size() * INSTRUCTION_BYTES);
    for (int i = 0; i < program.size(); i++) {
      Instruction one = program.get(i);
      long at = (long) i * INSTRUCTION_BYTES;
      boolean isJump = one.code == JUMP;
      memory.setShort(at, (short) one.code);
      memory.setByte(at + 2, (byte) (isJump ? 0 : distance(i, one.ifTrue)));
      memory.setByte(at + 3, (byte) distance(i, one.ifFalse));
      memory.setInt(at + 4, isJump ? distance(i, one.ifTrue) : one.constant);
    }
    return memory;
  }

  private int distance(int from, String name) {
    return name.equals(NEXT) ? 0 : Objects.requireNonNull(places.get(name)) - from - 1;
  }

  /** To the IP header: behind up to two tags more than the one that the kernel takes off, and PPPoE. */
  private void link() {
    put(LOAD_X_CONSTANT, NETWORK);
    put(LOAD_HALF_ABSOLUTE, PROTOCOL);
    for (int tag = 0; tag < 2; tag++) {
      jumpIf(0x8100, "tag " + tag);
      unless(0x88a8, "type " + tag);
      place("tag " + tag);
      put(LOAD_HALF, 2);
      put(STORE, SCRATCH);
      skip(4);
      put(LOAD_MEMORY, SCRATCH);
      place("type " + tag);
    }
    jumpIf(IPV4, "outer ip");
    jumpIf(IPV6, "outer ip");
    unless(0x8864, "unknown");
    skip(8);
  }

  /** IPv4 or IPv6 at X. */
  private void network(String level) {
    place(level + " ip");
    put(STORE_X, BASE);
    put(LOAD_BYTE, 0);
    put(SHIFT_RIGHT, 4);
    jumpIf(6, level + " ipv6");
    unless(4, "unknown");
    fold(12, 16);
    put(LOAD_HALF, 6);
    jumpIfSet(0x3fff, "addresses alone"); // a fragment
    put(LOAD_BYTE, 9);
    put(STORE, SCRATCH);
    put(LOAD_BYTE, 0);
    put(AND, 0xf);
    put(SHIFT_LEFT, 2);
    put(ADD_X, 0);
    put(TO_X, 0);
    jump(level + " transport");
    place(level + " ipv6");
    fold(8, 12, 16, 20, 24, 28, 32, 36);
    put(LOAD_BYTE, 6);
    put(STORE, SCRATCH);
    skip(40);
    place(level + " transport");
    put(LOAD_MEMORY, SCRATCH);
    jumpIf(TCP, level + " ports");
    unless(UDP, level.equals("outer") ? "tunnels" : "addresses alone");
    if (level.equals("outer")) {
      udpTunnels();
    }
    place(level + " ports");
    put(LOAD_HALF, 0);
    put(STORE, SCRATCH);
    put(LOAD_HALF, 2);
    put(LOAD_X_MEMORY, SCRATCH);
    put(XOR_X, 0);
    put(TO_X, 0);
    jump("hash");
  }

  /** Folds the words at these places behind X into the cell of addresses. */
  private void fold(int... offsets) {
    put(LOAD_WORD, offsets[0]);
    put(STORE, ADDRESSES);
    for (int i = 1; i < offsets.length; i++) {
      put(LOAD_WORD, offsets[i]);
      put(LOAD_X_MEMORY, ADDRESSES);
      put(XOR_X, 0);
      put(STORE, ADDRESSES);
      put(LOAD_X_MEMORY, BASE);
    }
  }

  /** By the port that is called. */
  private void udpTunnels() {
    put(LOAD_HALF, 2);
    jumpIf(4789, "vxlan");
    jumpIf(8472, "vxlan");
    jumpIf(6081, "geneve");
    jumpIf(2152, "gtp");
  }

  /** From a tunnel's header at X to the IP header inside. */
  private void tunnels() {
    place("tunnels");
    jumpIf(4, "inner ip");
    jumpIf(41, "inner ip");
    unless(47, "addresses alone");
    gre();
    place("geneve");
    put(LOAD_BYTE, 8);
    put(AND, 0x3f); // options, in words
    put(SHIFT_LEFT, 2);
    put(ADD_X, 0);
    put(TO_X, 0);
    place("vxlan");
    skip(16);
    place("ethernet");
    put(LOAD_HALF, 12);
    put(STORE, SCRATCH);
    skip(14);
    jump("inner type");
    place("gtp");
    put(LOAD_BYTE, 8);
    put(AND, 7); // whether there are optional fields
    put(STORE, SCRATCH);
    skip(16);
    put(LOAD_MEMORY, SCRATCH);
    jumpIf(0, "inner ip");
    skip(4);
    jump("inner ip");
    place("inner type");
    put(LOAD_MEMORY, SCRATCH);
    jumpIf(IPV4, "inner ip");
    unless(IPV6, "addresses alone");
  }

  /** Version 0 with checksum, key and sequence number at most. */
  private void gre() {
    put(LOAD_HALF, 2);
    put(STORE, SCRATCH);
    put(LOAD_HALF, 0);
    jumpIfSet(0x4fff, "addresses alone");
    put(STORE, FLAGS);
    for (int flag : new int[] {0x8000, 0x2000, 0x1000}) {
      put(LOAD_MEMORY, FLAGS);
      program.add(new Instruction(JUMP_IF_SET, NEXT, "without " + flag, flag));
      skip(4);
      place("without " + flag);
    }
    skip(4);
    put(LOAD_MEMORY, SCRATCH);
    jumpIf(0x6558, "ethernet");
    jump("inner type");
  }

  /** Moves X; A is lost. */
  private void skip(int bytes) {
    put(FROM_X, 0);
    put(ADD, bytes);
    put(TO_X, 0);
  }

  private void put(int code, int constant) {
    program.add(new Instruction(code, NEXT, NEXT, constant));
  }

  private void place(String name) {
    places.put(name, program.size());
  }

  private void jump(String name) {
    program.add(new Instruction(JUMP, name, NEXT, 0));
  }

  private void jumpIf(int value, String name) {
    program.add(new Instruction(JUMP_IF_EQUAL, name, NEXT, value));
  }

  private void jumpIfSet(int bits, String name) {
    program.add(new Instruction(JUMP_IF_SET, name, NEXT, bits));
  }

  private void unless(int value, String name) {
    program.add(new Instruction(JUMP_IF_EQUAL, NEXT, name, value));
  }
}

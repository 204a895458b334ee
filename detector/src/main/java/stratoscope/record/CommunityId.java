package stratoscope.record;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;

/** The Community ID of a flow, version 1, seed 0 (Corelight's specification): one text for a connection in every tool. */
public final class CommunityId {
  private static final byte TCP = 6;
  private static final byte UDP = 17;

  private CommunityId() {}

  /** {@code 1:} and the base64 of the SHA-1 over seed, addresses, protocol, padding and ports, the smaller end first. */
  public static String ofTcp(IpAddress address, int port, IpAddress otherAddress, int otherPort) {
    return of(TCP, address, port, otherAddress, otherPort);
  }

  /** That of a finding's connection. */
  public static String of(Finding.Connection c) {
    return of(c.isUdp() ? UDP : TCP, c.miner(), c.minerPort(), c.pool(), c.poolPort());
  }

  private static String of(byte protocol, IpAddress address, int port, IpAddress otherAddress, int otherPort) {
    byte[] one = address.bytes();
    byte[] other = otherAddress.bytes();
    int order = Arrays.compareUnsigned(one, other);
    boolean isFirst = order < 0 || (order == 0 && port < otherPort);
    ByteBuffer input = ByteBuffer.allocate(2 + one.length + other.length + 6);
    input.putShort((short) 0).put(isFirst ? one : other).put(isFirst ? other : one).put(protocol).put((byte) 0);
    input.putShort((short) (isFirst ? port : otherPort)).putShort((short) (isFirst ? otherPort : port));
    try {
      return "1:" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(input.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}

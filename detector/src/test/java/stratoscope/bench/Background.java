package stratoscope.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import stratoscope.bench.Route.Tunnel;
import stratoscope.bench.TcpTalk.Said;

/**
 * The traffic of a mix that is no mining: browsers, chats, downloads, names, QUIC, shells, JSON interfaces, and now and then a conversation
 * from {@code pcaps/near-miss}. One thread. Every conversation has addresses and ports of its own.
 */
final class Background {
  private static final int LEAST_CLIENTS = 1 << 14;
  private static final int TALKS_PER_CLIENT = 8;
  private static final int SERVERS = 1 << 12;
  private static final int CLIENT_NETWORK = 0x0A00_0000; // 10.0.0.0/18, and more where there are more clients
  private static final int NEAR_MISS_NETWORK = 0x0A80_0000; // 10.128.0.0/9
  private static final int SERVER_NETWORK = 0xC612_0000; // 198.18.0.0/15, for benchmarks (RFC 2544)
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = 64_000;
  private static final byte[] NOTHING = {};

  private final SplittableRandom random;
  private final List<Replay.Session> nearMisses;
  private final long pauseMicros;
  private final int clients;
  private int talks;
  private int replays;

  /**
   * @param activeTalks conversations that go on at a time
   * @param pauseMicros mean time between two packets of one conversation
   */
  Background(SplittableRandom random, List<Replay.Session> nearMisses, int activeTalks, long pauseMicros) {
    this.random = random;
    clients = Math.max(LEAST_CLIENTS, activeTalks / TALKS_PER_CLIENT);
    this.nearMisses = nearMisses;
    this.pauseMicros = pauseMicros;
  }

  /** The next conversation: its kind drawn by how common it is, per thousand. */
  Talk next() {
    int kind = random.nextInt(1000);
    talks++;
    if (kind < 5 && !nearMisses.isEmpty()) {
      return nearMiss();
    } else if (kind < 230) {
      return browser();
    } else if (kind < 400) {
      return chat();
    } else if (kind < 470) {
      return webPage();
    } else if (kind < 490) {
      return jsonInterface();
    } else if (kind < 495) {
      return logShipper();
    } else if (kind < 540) {
      return shell();
    } else if (kind < 580) {
      return new TcpTalk(route(8080), false, pauseMicros); // opened, and closed without a word
    } else if (kind < 870) {
      return dns();
    }
    return quic();
  }

  private Route route(int serverPort) {
    int way = random.nextInt(100);
    Tunnel tunnel = way < 8 ? Tunnel.VLAN : way < 11 ? Tunnel.VXLAN : way < 14 ? Tunnel.GTP_U : Tunnel.NONE;
    return new Route(tunnel, random.nextInt(8) == 0, CLIENT_NETWORK + talks % clients, SERVER_NETWORK + random.nextInt(SERVERS),
        FIRST_PORT + talks / clients % PORTS, serverPort);
  }

  private TcpTalk tcp(int serverPort, boolean isMidstream, Said... dialogue) {
    return new TcpTalk(route(serverPort), isMidstream, pauseMicros, dialogue);
  }

  private boolean isSometimes() {
    return random.nextInt(3) == 0;
  }

  private static Said text(boolean isByClient, String text) {
    return new Said(isByClient, text.getBytes(StandardCharsets.US_ASCII), 0);
  }

  /** A TLS record of so many bytes, or several one behind the other: their inner headers are not to be told from ciphertext. */
  private static Said record(boolean isByClient, int type, int bytes) {
    int length = Math.min(bytes, 16_384);
    return new Said(isByClient, new byte[] {(byte) type, 3, 3, (byte) (length >> 8), (byte) length}, bytes);
  }

  private Talk nearMiss() {
    Replay.Session session = nearMisses.get(random.nextInt(nearMisses.size()));
    return new Replay(session, NEAR_MISS_NETWORK + replays++, SERVER_NETWORK + random.nextInt(SERVERS));
  }

  private Talk browser() {
    int turns = random.nextInt(1, 6);
    Said[] dialogue = new Said[3 + 2 * turns];
    dialogue[0] = record(true, 22, 512);
    dialogue[1] = record(false, 22, random.nextInt(1200, 4500));
    dialogue[2] = record(true, 20, 74);
    for (int turn = 0; turn < turns; turn++) {
      dialogue[3 + 2 * turn] = record(true, 23, random.nextInt(60, 900));
      dialogue[4 + 2 * turn] = record(false, 23, random.nextInt(8) == 0 ? random.nextInt(10_000, 50_000) : random.nextInt(40, 1200));
    }
    return tcp(443, isSometimes(), dialogue);
  }

  private Talk chat() {
    Said[] dialogue = new Said[random.nextInt(8, 60)];
    for (int i = 0; i < dialogue.length; i++) {
      dialogue[i] = record(random.nextBoolean(), 23, random.nextInt(20, 160));
    }
    return tcp(443, true, dialogue);
  }

  private Talk webPage() {
    int bytes = random.nextInt(200, 9000);
    return tcp(80, isSometimes(),
        text(true, "GET /page/" + talks + " HTTP/1.1\r\nHost: www.example\r\nAccept: */*\r\n\r\n"),
        text(false, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + bytes + "\r\n\r\n<!doctype html>"
            + "<p>Nothing to see</p>".repeat(bytes / 21)));
  }

  private Talk jsonInterface() {
    return tcp(8080, isSometimes(),
        text(true, "POST /api HTTP/1.1\r\nHost: api.example\r\nContent-Type: application/json\r\n\r\n"),
        text(true, "{\"jsonrpc\":\"2.0\",\"id\":" + talks + ",\"method\":\"items.list\",\"params\":{\"page\":1}}"),
        text(false, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"),
        text(false, "{\"jsonrpc\":\"2.0\",\"id\":" + talks + ",\"result\":{\"items\":[{\"name\":\"lamp\",\"price\":12.5},null]}}"));
  }

  private Talk logShipper() {
    Said[] dialogue = new Said[random.nextInt(4, 40)];
    for (int i = 0; i < dialogue.length; i++) {
      dialogue[i] = text(true, "{\"time\":" + i + ",\"level\":\"info\",\"host\":\"h" + talks + "\",\"message\":\"request served\"}\n");
    }
    return tcp(5170, isSometimes(), dialogue);
  }

  private Talk shell() {
    Said[] dialogue = new Said[random.nextInt(6, 40)];
    for (int i = 2; i < dialogue.length; i++) {
      dialogue[i] = new Said(i % 2 == 0, NOTHING, random.nextInt(36, 200));
    }
    dialogue[0] = text(true, "SSH-2.0-OpenSSH_9.6\r\n");
    dialogue[1] = text(false, "SSH-2.0-OpenSSH_9.2\r\n");
    return tcp(22, false, dialogue);
  }

  private Talk dns() {
    byte[] question = {0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 'w', 'w', 'w', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 1, 0, 1};
    return new UdpTalk(route(53), pauseMicros, question, question.length, -random.nextInt(60, 200));
  }

  private Talk quic() {
    int[] lengths = new int[random.nextInt(4, 40)];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = i == 0 ? 1252 : random.nextInt(3) == 0 ? -1252 : random.nextInt(30, 80) * (random.nextBoolean() ? 1 : -1);
    }
    return new UdpTalk(route(443), pauseMicros, new byte[] {0x4C}, lengths);
  }
}

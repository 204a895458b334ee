package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Carriers inside each other. */
class NestTest {
  private static final String ESTABLISHED = "HTTP/1.1 200 OK\r\n\r\n";
  private static final String ASK = "{\"id\":1}";

  private static String connect(String host) {
    return "CONNECT " + host + ":1080 HTTP/1.1\r\n\r\n";
  }

  @Test
  void onBytes_webSocketInSocks5_isRead() {
    Talk talk = new Talk().up(SocksStageTest.GREETING).down(SocksStageTest.CHOICE).up(SocksStageTest.REQUEST).down(SocksStageTest.REPLY)
        .up(WebSocketStageTest.UPGRADE).down(WebSocketStageTest.SWITCH).up(Bytes.masked(0x81, ASK)).down(Bytes.frame(0x81, "{}"));
    assertThat(talk.calls()).containsExactly(">socks5 pool.example:3333", ">GET /ws", "<101", ">websocket pool.example:8080",
        ">message " + ASK, "<message {}");
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.SOCKS5, Carrier.WEBSOCKET);
  }

  @Test
  void onBytes_connectInConnectInSocks5_isRead() {
    Talk talk = new Talk().up(SocksStageTest.GREETING).down(SocksStageTest.CHOICE).up(SocksStageTest.REQUEST).down(SocksStageTest.REPLY)
        .up(connect("a.example")).down(ESTABLISHED).up(connect("b.example")).down(ESTABLISHED).up(ASK).down("{}");
    assertThat(talk.calls()).contains(">http-connect a.example:1080", ">http-connect b.example:1080")
        .endsWith(">stream " + ASK, "<stream {}");
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.SOCKS5, Carrier.HTTP_CONNECT, Carrier.HTTP_CONNECT);
  }

  @Test
  void onBytes_socks5InConnect_isRead() {
    Talk talk = new Talk().up(connect("a.example")).down(ESTABLISHED)
        .up(SocksStageTest.GREETING).down(SocksStageTest.CHOICE).up(SocksStageTest.REQUEST).down(SocksStageTest.REPLY)
        .up(ASK).down("{}");
    assertThat(talk.calls()).containsExactly(">CONNECT a.example:1080", "<200", ">http-connect a.example:1080",
        ">socks5 pool.example:3333", ">stream " + ASK, "<stream {}");
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP_CONNECT, Carrier.SOCKS5);
  }

  @Test
  void onBytes_deepNest_isAStreamBelowTheBound() {
    int most = CarrierOptions.DEFAULTS.maxLayers();
    Talk talk = new Talk();
    for (int i = 0; i < most + 2; i++) {
      talk.up(connect("p" + i + ".example")).down(ESTABLISHED);
    }
    List<String> calls = talk.calls();
    assertThat(calls).filteredOn(call -> call.startsWith(">http-connect")).hasSize(most);
    assertThat(calls).contains(">stream " + connect("p" + most + ".example"));
    List<Carrier> nest = new ArrayList<>(List.of(Carrier.TCP));
    nest.addAll(Collections.nCopies(most, Carrier.HTTP_CONNECT));
    assertThat(talk.nest()).isEqualTo(nest);
  }

  @Test
  void nest_plain_isTcp() {
    Talk talk = new Talk().up(ASK).down("{}\n");
    assertThat(talk.calls()).containsExactly(">stream " + ASK, "<stream {}\n");
    assertThat(talk.nest()).containsExactly(Carrier.TCP);
  }
}

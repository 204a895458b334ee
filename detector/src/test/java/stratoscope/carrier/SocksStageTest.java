package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.flow.Direction;

/** SOCKS4, SOCKS4a and SOCKS5. */
class SocksStageTest {
  private static final String ASK = "{\"id\":1}\n";
  private static final String ANSWER = "{\"id\":1,\"result\":true}\n";
  static final byte[] GREETING = Bytes.hex("05 01 00");
  static final byte[] CHOICE = Bytes.hex("05 00");
  static final byte[] REPLY = Bytes.hex("05 00 00 01 00 00 00 00 00 00");
  /** pool.example:3333. */
  static final byte[] REQUEST = Bytes.join(Bytes.hex("05 01 00 03 0c"), Bytes.ascii("pool.example"), Bytes.hex("0d 05"));

  private static byte[] text(String text) {
    return Bytes.ascii(text);
  }

  @Test
  void onBytes_socks5_handsOverTheStream() {
    Talk talk = new Talk().up(GREETING).down(CHOICE).up(REQUEST).down(REPLY).up(ASK).down(ANSWER);
    assertThat(talk.calls()).containsExactly(">socks5 pool.example:3333", ">stream " + ASK, "<stream " + ANSWER);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.SOCKS5);
  }

  @Test
  void onBytes_socks5AllAtOnce_handsOverTheStream() {
    Talk talk = new Talk().up(GREETING, REQUEST, text(ASK)).down(CHOICE, REPLY, text(ANSWER));
    assertThat(talk.calls()).containsExactly(">socks5 pool.example:3333", ">stream " + ASK, "<stream " + ANSWER);
  }

  @Test
  void onBytes_socks5WithPassword_tellsTheUser() {
    byte[] auth = Bytes.join(Bytes.hex("01 05"), text("miner"), Bytes.hex("06"), text("secret"));
    Talk talk = new Talk().up(Bytes.hex("05 02 00 02")).down(Bytes.hex("05 02")).up(auth).down(Bytes.hex("01 00"))
        .up(REQUEST).down(REPLY).up(ASK).down(ANSWER);
    assertThat(talk.calls()).containsExactly(">socks5 pool.example:3333 as miner", ">stream " + ASK, "<stream " + ANSWER);
  }

  @ParameterizedTest
  @CsvSource({"01 cb007109 0d05,203.0.113.9:3333", "04 20010db8000000000000000000000007 01bb,2001:db8::7:443"})
  void onBytes_socks5ToAddress_tellsIt(String address, String told) {
    Talk talk = new Talk().up(GREETING).down(CHOICE).up(Bytes.hex("050100" + address)).down(REPLY).up(ASK);
    assertThat(talk.calls()).containsExactly(">socks5 " + told, ">stream " + ASK);
  }

  @Test
  void onBytes_socks5OneSideOnly_isRead() {
    Talk talk = new Talk().up(GREETING, REQUEST, text(ASK)).down(CHOICE, REPLY, text(ANSWER));
    assertThat(talk.only(Direction.FROM_ORIGINATOR).calls()).containsExactly(">socks5 pool.example:3333", ">stream " + ASK);
    Talk down = talk.only(Direction.FROM_RESPONDER);
    assertThat(down.calls()).containsExactly(">socks5 null:0", "<stream " + ANSWER);
    assertThat(down.nest()).containsExactly(Carrier.TCP, Carrier.SOCKS5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"05 ff", "05 01", "05 00 05 05 00 01 00 00 00 00 00 00", "05 02 01 01"})
  void onBytes_socks5Refused_handsOverNothing(String answer) {
    Talk talk = new Talk().up(Bytes.hex("05 02 00 02")).down(Bytes.hex(answer), text("whatever"));
    assertThat(talk.calls()).isEmpty();
  }

  @Test
  void onBytes_socks5NonsenseBehindGreeting_isTheStream() {
    assertThat(new Talk().up(GREETING, text("{}")).calls()).containsExactly(">stream {}");
    assertThat(new Talk().up(GREETING, Bytes.hex("05 01 00 07 00")).calls()).hasSize(1);
    assertThat(new Talk().down(CHOICE, text("{}")).calls()).containsExactly("<stream {}");
  }

  @Test
  void onBytes_socks4_handsOverTheStream() {
    Talk talk = new Talk().up(Bytes.hex("04 01 0d 05 cb 00 71 09"), text("miner\0"), text(ASK))
        .down(Bytes.hex("00 5a 12 34 01 02 03 04"), text(ANSWER));
    assertThat(talk.calls()).containsExactly(">socks4 203.0.113.9:3333 as miner", ">stream " + ASK, "<stream " + ANSWER);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.SOCKS4);
  }

  @Test
  void onBytes_socks4a_tellsTheName() {
    Talk talk = new Talk().up(Bytes.hex("04 01 0d 05 00 00 00 01"), text("\0pool.example\0")).down(Bytes.hex("00 5a 00 00 00 00 00 00"))
        .up(ASK).down(ANSWER);
    assertThat(talk.calls()).containsExactly(">socks4 pool.example:3333", ">stream " + ASK, "<stream " + ANSWER);
    assertThat(talk.only(Direction.FROM_RESPONDER).calls()).containsExactly(">socks4 null:0", "<stream " + ANSWER);
  }

  @Test
  void onBytes_socks4Refused_handsOverNothing() {
    Talk talk = new Talk().up(Bytes.hex("04 01 0d 05 cb 00 71 09 00")).down(Bytes.hex("00 5b 00 00 00 00 00 00"), text("x"));
    assertThat(talk.calls()).containsExactly(">socks4 203.0.113.9:3333");
  }

  @Test
  void onBytes_socks4NamesTooLong_isTheStream() {
    String name = "x".repeat(300);
    byte[] head = Bytes.hex("04 01 0d 05 00 00 00 01");
    assertThat(new Talk().up(head, text(name)).calls()).hasSize(1).allMatch(call -> call.endsWith(name));
    assertThat(new Talk().up(head, text("user\0" + name)).calls()).hasSize(1).allMatch(call -> call.endsWith(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"05 00", "05 09 00 00", "05 01 04", "05 02 00 7f", "04 03 00 01", "04 01 00 00", "04", "05"})
  void onBytes_clientStartsOtherwise_isTheStream(String start) {
    assertThat(new Talk().up(Bytes.hex(start), new byte[20]).calls()).hasSize(1).allMatch(call -> call.startsWith(">stream"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"05 04", "05 0a", "00 5a 01 02 03 04 05 06 07", "00 5e 00 00 00 00 00 00", "04 01 0d 05 cb 00 71 09 00"})
  void onBytes_serverStartsOtherwise_isTheStream(String start) {
    assertThat(new Talk().down(Bytes.hex(start), new byte[20]).calls()).hasSize(1).allMatch(call -> call.startsWith("<stream"));
  }

  @Test
  void onBytes_midstream_findsGreetingRequestAndReply() {
    Talk whole = new Talk().midstream().up(GREETING).down(CHOICE).up(REQUEST).down(REPLY).up(ASK).down(ANSWER);
    assertThat(whole.whole()).containsExactly(">socks5 pool.example:3333", ">stream " + ASK, "<stream " + ANSWER);
    Talk fromRequest = new Talk().midstream().up(REQUEST).down(REPLY).up(ASK).down(ANSWER);
    assertThat(fromRequest.whole()).containsExactly(">socks5 pool.example:3333", ">stream " + ASK, "<stream " + ANSWER);
    Talk four = new Talk().midstream().up(Bytes.hex("04 01 0d 05 cb 00 71 09 00")).down(Bytes.hex("00 5a 12 34 01 02 03 04"))
        .up(ASK).down(ANSWER);
    assertThat(four.whole()).containsExactly(">socks4 203.0.113.9:3333", ">stream " + ASK, "<stream " + ANSWER);
  }

  @Test
  void onGap_inHandshake_goesOnBehind() {
    Talk talk = new Talk().up(GREETING).down(CHOICE).gapUp().up(REQUEST).gapDown().down(REPLY).up(ASK).down(ANSWER);
    assertThat(talk.whole()).containsExactly(">gap", ">socks5 pool.example:3333", "<gap", ">stream " + ASK, "<stream " + ANSWER);
  }
}

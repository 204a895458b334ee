package stratoscope.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Place;
import stratoscope.inventory.Subscriber;
import stratoscope.profile.Identity;
import stratoscope.record.SampleFinding;

/** What a SIEM gets to read. */
class CefTextTest {
  private final SampleFinding sample = new SampleFinding();

  private String cef(AlertEvent event) {
    return cef(event, Holder.UNKNOWN);
  }

  private String cef(AlertEvent event, Holder holder) {
    return new String(CefText.of(SampleAlert.of(event, sample.finding().heldBy(holder)), SampleAlert.SOURCE, 8000), UTF_8);
  }

  @Test
  void finding_hasItsHeadAndMembers() {
    sample.coin = "BTC";
    sample.sign("stratum-v1-subscribe", 40, "…");
    assertThat(cef(AlertEvent.FIRST_SEEN)).startsWith(
        "CEF:0|Stratoscope|Stratoscope|1.2.3|mining-confirmed|Cryptocurrency mining confirmed|8|rt=1700000000000 cat=first-seen ")
        .contains(" externalId=1:", " dvchost=sensor-1 ", " src=192.0.2.10 spt=41000 dst=198.51.100.20 dpt=3333 proto=TCP app=stratum ",
            " start=1700000000000 end=1700000060000 ", " cs1=192.0.2.10 198.51.100.20:3333 stratum-v1 cs1Label=Dedupe Key",
            " cs3=BTC cs3Label=Coin", " cs6=stratum-v1-subscribe cs6Label=Evidence", " cn1=100 cn1Label=Score")
        .doesNotContain("null", "cs4=", "c6a2");
  }

  @Test
  void holder_isOwnerAccountAndSubscriber() {
    Owner library = new Owner("City Library", "public_institution", "Sichuan", "Main building", "lib-1", null, null);
    Subscriber reader = new Subscriber("02:00:5e:10:00:07", "desk-7", "dhcp", null, 0, Long.MAX_VALUE);
    assertThat(cef(AlertEvent.FIRST_SEEN, new Holder(library, reader, Place.UNKNOWN))).contains(" flexString1=City Library"
        + " flexString1Label=Owner flexString2=lib-1 flexString2Label=Account suid=02:00:5e:10:00:07 shost=desk-7 ");
    assertThat(cef(AlertEvent.FIRST_SEEN, new Holder(Owner.UNKNOWN, null, Place.UNKNOWN))).doesNotContain("flexString", "suid", "shost");
  }

  @Test
  void message_longerThanASyslogMessage_isCut() {
    String name = "图书馆".repeat(100);
    sample.agent = name;
    sample.identity = new Identity(name, name, name, name);
    Owner library = new Owner(name, null, null, null, name, null, null);
    Holder holder = new Holder(library, new Subscriber(name, name, "dhcp", null, 0, 1), Place.UNKNOWN);
    Alert alert = SampleAlert.of(AlertEvent.FIRST_SEEN, sample.finding().heldBy(holder));
    assertThat(CefText.of(alert, SampleAlert.SOURCE, 8000)).hasSizeBetween(5000, 8000);
    String cut = new String(CefText.of(alert, SampleAlert.SOURCE, 5000), UTF_8);
    assertThat(cut.getBytes(UTF_8)).hasSizeLessThan(5000);
    assertThat(cut).contains(" suid=" + "图书馆".repeat(21) + " ");
  }

  @Test
  void severity_isOfTheVerdict_andLowWhenGone() {
    assertThat(cef(AlertEvent.GONE)).contains("|2|rt=");
    sample.verdict = Verdict.SUSPECTED;
    assertThat(cef(AlertEvent.STILL_THERE)).contains("|mining-suspected|Cryptocurrency mining suspected|3|");
  }

  @Test
  void values_areEscaped() {
    sample.identity = new Identity("a=b\\c|d\r\ne\u0000f", null, null, null);
    assertThat(cef(AlertEvent.FIRST_SEEN)).contains(" suser=a\\=b\\\\c|d\\r\\ne f ");
  }

  @Test
  void head_isEscaped() {
    AlertSource odd = new AlertSource("s", "1|2\\3\n4", 1);
    assertThat(new String(CefText.of(SampleAlert.number(1), odd, 8000), UTF_8))
        .startsWith("CEF:0|Stratoscope|Stratoscope|1\\|2\\\\3 4|mining-confirmed|");
  }

  @Test
  void longValue_isCutBetweenCharacters() {
    sample.agent = "\uD83D\uDE00".repeat(500);
    String agent = cef(AlertEvent.FIRST_SEEN).replaceAll(".*requestClientApplication=([^ ]*).*", "$1");
    assertThat(agent).isEqualTo("\uD83D\uDE00".repeat(127));
  }

  @Test
  void ipv6_hasItsOwnKeys() {
    sample.miner = SampleFinding.address("2001:db8::7");
    assertThat(cef(AlertEvent.FIRST_SEEN)).contains(" c6a2=2001:db8::7 c6a2Label=Source IPv6 Address ").doesNotContain(" src=");
  }
}

package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.names.AddressRange;

/** Requests that are told again, and sessions whose id was used before. */
class RadiusDetailTest {
  private static final String REQUEST = """
      Thu Nov 16 10:00:00 2023
      \tAcct-Status-Type = %s
      \tAcct-Session-Id = "80000001"
      \tUser-Name = "line-4711"
      \tNAS-IP-Address = 198.51.100.1
      \tFramed-IP-Address = 192.0.2.10
      %s\tTimestamp = %d

      """;
  @TempDir
  private Path folder;
  private final StringBuilder detail = new StringBuilder();
  private Inventory inventory = Inventory.NONE;

  @BeforeEach
  void firstSession() {
    tell("Start", "", "2023-11-10T10:00:00Z");
    tell("Stop", "\tAcct-Session-Time = 3600\n", "2023-11-10T11:00:00Z");
  }

  private void tell(String status, String more, String time) {
    detail.append(String.format(Locale.ROOT, REQUEST, status, more, Instant.parse(time).getEpochSecond()));
  }

  private void tellOfAnother(String status, String time) {
    detail.append(String.format(Locale.ROOT, REQUEST, status, "", Instant.parse(time).getEpochSecond()).replace("4711", "1"));
  }

  private void read() throws Exception {
    inventory = new InventoryFiles(ZoneOffset.UTC).read(Files.writeString(folder.resolve("detail"), detail));
  }

  private @Nullable Subscriber at(String time) {
    return inventory.holderOf(AddressRange.parse("192.0.2.10").first(), 0, Instant.parse(time).toEpochMilli() * 1000).subscriber();
  }

  @Test
  void idOfAnEarlierSession_isAnotherSession_andNobodyHasTheAddressInBetween() throws Exception {
    tell("Start", "", "2023-11-20T10:00:00Z");
    tell("Stop", "\tAcct-Session-Time = 3600\n", "2023-11-20T11:00:00Z");
    tell("Stop", "\tAcct-Session-Time = 60\n", "2023-11-21T11:00:00Z");
    tell("Start", "", "2023-11-22T10:00:00Z");
    read();
    for (String within : new String[] {"2023-11-10T10:30:00Z", "2023-11-20T10:30:00Z", "2023-11-21T10:59:30Z", "2023-12-01T00:00:00Z"}) {
      assertThat(at(within)).as(within).extracting(subscriber -> subscriber.id()).isEqualTo("line-4711");
    }
    for (String between : new String[] {"2023-11-10T11:00:00Z", "2023-11-14T00:00:00Z", "2023-11-21T10:58:30Z"}) {
      assertThat(at(between)).as(between).isNull();
    }
  }

  @Test
  void attributesWithTags_andThoseThatAreNotUnderstood_belongToTheirRequest() throws Exception {
    tell("Start", "\tTunnel-Type:0 = VLAN\n\tAttr-26.9.254 = 0x0102\n\tReply-Message += \"a\"\n\tnothing\n", "2023-11-20T10:00:00Z");
    read();
    assertThat(at("2023-11-20T10:30:00Z")).isNotNull();
  }

  @Test
  void requestsToldAgainBehindTheStop_areOfTheSameSession() throws Exception {
    tell("Start", "", "2023-11-10T11:00:30Z");
    tell("Interim-Update", "\tAcct-Session-Time = 1800\n", "2023-11-10T11:05:00Z");
    tell("Stop", "\tAcct-Session-Time = 3600\n", "2023-11-10T11:00:10Z");
    read();
    assertThat(at("2023-11-10T11:00:05Z")).isNotNull();
    assertThat(at("2023-11-10T11:00:20Z")).isNull();
  }

  @Test
  void sessionWithoutAStop_goesOnUntilAnotherHasItsAddress() throws Exception {
    tell("Start", "", "2023-11-12T10:00:00Z");
    tellOfAnother("Start", "2023-11-20T10:00:00Z");
    tellOfAnother("Stop", "2023-11-20T11:00:00Z");
    read();
    assertThat(at("2023-11-20T09:59:59Z")).extracting(subscriber -> subscriber.id()).isEqualTo("line-4711");
    assertThat(at("2023-11-20T10:59:59Z")).extracting(subscriber -> subscriber.id()).isEqualTo("line-1");
    assertThat(at("2023-11-20T11:00:00Z")).as("who had it before has lost it").isNull();
  }

  @Test
  void rowsOfRadacct_withoutAStop_areTheSame() throws Exception {
    inventory = new InventoryFiles(ZoneOffset.UTC).read(Files.writeString(folder.resolve("radacct.csv"), """
        username,acctstarttime,acctstoptime,framedipaddress
        line-4711,2023-11-12 10:00:00,,192.0.2.10
        line-1,2023-11-20 10:00:00,2023-11-20 11:00:00,192.0.2.10
        line-2,2023-11-21 10:00:00,NULL,192.0.2.10
        line-0,2023-11-01 10:00:00,2023-11-01 11:00:00,192.0.2.10
        """));
    assertThat(at("2023-11-20T09:59:59Z")).extracting(subscriber -> subscriber.id()).isEqualTo("line-4711");
    assertThat(at("2023-11-20T11:00:00Z")).isNull();
    assertThat(at("2023-12-01T00:00:00Z")).extracting(subscriber -> subscriber.id()).isEqualTo("line-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GB18030"})
  void nameInChinese_isReadAsItIsWritten(String charset) throws Exception {
    byte[] bytes = detail.toString().replace("line-4711", "张三").getBytes(Charset.forName(charset));
    inventory = new InventoryFiles(ZoneOffset.UTC).read(Files.write(folder.resolve("detail"), bytes));
    assertThat(at("2023-11-10T10:30:00Z")).extracting(subscriber -> subscriber.id()).isEqualTo("张三");
  }
}

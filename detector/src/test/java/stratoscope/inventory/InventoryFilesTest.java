package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;

/** Inventories, leases, accounting, NAT logs and databases of places as they are read, and what is said of broken ones. */
class InventoryFilesTest {
  private static final String NOON = "2023-11-16T12:00:00Z";

  @TempDir
  private Path folder;

  private final InventoryFiles files = new InventoryFiles(ZoneOffset.UTC);

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static IpAddress address(String text) {
    return AddressRange.addressOrNull(text);
  }

  private static long micros(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000;
  }

  private static Holder holder(Inventory inventory, String address, int port, String time) {
    return inventory.holderOf(address(address), port, micros(time));
  }

  @Test
  void csv_ofAllColumns_isReadWhole() throws Exception {
    Inventory inventory = files.read(write("a.csv", """
        \uFEFFprefix,owner,nature,region,site,account,tariff_class,valid_from,valid_to,contact\r
        192.0.2.0/24,"Example, Inc.",enterprise,Zhejiang,Hall 3,acc-1,general,2023-01-01,2023-12-31,ops@example.org\r
        # a comment
        2001:db8::/32,School 1,school,Sichuan,,,,,,\r
        """));
    Owner owner = holder(inventory, "192.0.2.7", 0, NOON).owner();
    assertThat(owner).isEqualTo(new Owner("Example, Inc.", "enterprise", "Zhejiang", "Hall 3", "acc-1", "general", "ops@example.org"));
    assertThat(holder(inventory, "192.0.2.7", 0, "2023-12-31T23:59:59Z").owner()).as("the last day counts").isEqualTo(owner);
    assertThat(holder(inventory, "192.0.2.7", 0, "2024-01-01T00:00:00Z").owner()).isEqualTo(Owner.UNKNOWN);
    assertThat(holder(inventory, "2001:db8::1", 0, NOON).owner().nature()).isEqualTo("school");
    assertThat(files.problems().messages()).isEmpty();
    assertThat(inventory.rows()).isEqualTo(2);
  }

  @Test
  void csv_notForCases_tellsWhoAndWhere_withTheSameProblems() throws Exception {
    Path file = write("a.csv", """
        prefix,owner,nature,region,site,account,tariff_class,valid_from,valid_to,contact
        192.0.2.0/25,A,enterprise,Zhejiang,Hall 3,acc-1,general,2023-01-01,2023-12-31,ops@example.org
        192.0.2.128/25,A,enterprise,Zhejiang,Hall 3,acc-2,general,2023-01-01,2023-12-31,ops@example.org
        10.0.0.0/8,B,,,,acc-3,,2024-01-01,2023-01-01,
        """);
    InventoryFiles few = new InventoryFiles(ZoneOffset.UTC, false);
    Inventory inventory = few.read(file);
    Owner owner = holder(inventory, "192.0.2.7", 0, NOON).owner();
    assertThat(owner).isEqualTo(new Owner("A", "enterprise", "Zhejiang", "Hall 3", null, null, null));
    assertThat(holder(inventory, "192.0.2.200", 0, NOON).owner()).as("one object for both rows").isSameAs(owner);
    files.read(file);
    assertThat(few.problems().messages()).singleElement().asString().contains(":4: valid_to '2023-01-01' is not after valid_from");
    assertThat(few.problems().messages()).isEqualTo(files.problems().messages());
  }

  @Test
  void csv_ofRowsThatDifferInOneCell_tellsThemApart_alsoWhereACellIsLong() throws Exception {
    String row = "A,n,Zhejiang,S,acc,t,c";
    String longName = "x".repeat(70_000);
    StringBuilder text = new StringBuilder("prefix,owner,nature,region,site,account,tariff_class,contact\n");
    List<String> rows = List.of(row, row, "B" + row.substring(1), row.replace(",n,", ",m,"), row.replace("Zhejiang", ""),
        row.replace(",S,", ",,"), row.replace("acc", "acc2"), row, row.replace(",t,", ",,"), row.replace(",c", ","),
        longName + row.substring(1),
        longName + "y" + row.substring(1), longName + row.substring(1));
    for (int i = 0; i < rows.size(); i++) {
      text.append("10.0.").append(i).append(".0/24,").append(rows.get(i)).append('\n');
    }
    Inventory inventory = files.read(write("a.csv", text.toString()));
    for (int i = 0; i < rows.size(); i++) {
      Owner owner = holder(inventory, "10.0." + i + ".1", 0, NOON).owner();
      String[] cells = rows.get(i).split(",", -1);
      assertThat(owner).isEqualTo(new Owner(cells[0], CsvTable.textOrNull(cells[1]), CsvTable.textOrNull(cells[2]),
          CsvTable.textOrNull(cells[3]), CsvTable.textOrNull(cells[4]), CsvTable.textOrNull(cells[5]), CsvTable.textOrNull(cells[6])));
    }
    assertThat(inventory.ownerButAccount(1)).as("one object").isSameAs(inventory.ownerButAccount(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GB18030"})
  void csv_inChinese_isReadInEitherEncoding(String charset) throws Exception {
    Path file = folder.resolve("a.csv");
    Files.write(file, "prefix,owner,region\n192.0.2.0/24,某某网吧有限公司,浙江省杭州市\n".getBytes(Charset.forName(charset)));
    Owner owner = holder(files.read(file), "192.0.2.7", 0, NOON).owner();
    assertThat(owner.name()).isEqualTo("某某网吧有限公司");
    assertThat(owner.region()).isEqualTo("浙江省杭州市");
  }

  @Test
  void csv_inUtf16_isRefusedWithAnAdvice() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(file, "\uFEFFprefix\n192.0.2.0/24\n".getBytes(StandardCharsets.UTF_16LE));
    assertThatExceptionOfType(InventoryException.class).isThrownBy(() -> files.read(file))
        .withMessage(file + ": is UTF-16; save it as CSV in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t"})
  void csv_withOtherSeparators_isRead(String separator) throws Exception {
    Inventory inventory = files.read(write("a.csv", "Prefix,Owner\n192.0.2.0-192.0.2.9,A\n".replace(",", separator)));
    assertThat(holder(inventory, "192.0.2.9", 0, NOON).owner().name()).isEqualTo("A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sep=;\r\nprefix;owner;region", "  \nprefix;owner;region", "\uFEFFsep=|\nprefix|owner|region",
      "\"sep=;\"\n# a comment\nprefix;owner;region", "sep=\t\nprefix\towner\tregion"})
  void csv_withLinesBeforeItsHeader_isRead(String beginning) throws Exception {
    Path file = write("a.csv", beginning + "\n192.0.2.0/24;A;x,y\nno;B;\n".replace(';', beginning.charAt(
        beginning.lastIndexOf("region") - 1)));
    assertThat(holder(files.read(file), "192.0.2.9", 0, NOON).owner()).isEqualTo(new Owner("A", null, "x,y", null, null, null, null));
    assertThat(files.problems().messages()).containsExactly(
        file + ":" + (beginning.lines().count() + 2) + ": 'no' is no address, prefix or range of addresses");
  }

  @Test
  void rowsWithBrokenQuotes_areNamed_andTheRestIsUsed() throws Exception {
    Path file = write("a.csv", """
        prefix,owner
        192.0.2.0/25,"unclosed
        192.0.2.128/25,"two
        lines"
        10.0.0.0/8,"B" and more
        198.51.100.0/24,"unclosed
        203.0.113.0/24,C
        """);
    Inventory inventory = files.read(file);
    assertThat(holder(inventory, "192.0.2.129", 0, NOON).owner().name()).isEqualTo("two\nlines");
    assertThat(holder(inventory, "203.0.113.1", 0, NOON).owner().name()).isEqualTo("C");
    assertThat(inventory.rows()).isEqualTo(2);
    assertThat(files.problems().messages()).containsExactly(
        file + ":2: the row can't be read: Unexpected character after closing quote: 't' (0x74)",
        file + ":5: the row can't be read: Unexpected character after closing quote: ' ' (0x20)",
        file + ":6: the row can't be read: Unclosed quoted field at end of input");
  }

  @Test
  void brokenRowsWithoutEnd_areReadBehindForSoMany() throws Exception {
    Path file = write("a.csv", "prefix,owner\n192.0.2.0/24,A\n" + "10.0.0.0/8,\"B\" x\n".repeat(102) + "10.0.0.0/8,C\n");
    assertThat(holder(files.read(file), "10.1.1.1", 0, NOON).owner()).isEqualTo(Owner.UNKNOWN);
    assertThat(files.problems().messages()).hasSize(102).contains(file + ": the rest is not read: too many rows can't be read");
  }

  @Test
  void badRows_areNamedAndCounted_andTheRestIsUsed() throws Exception {
    Path file = write("a.csv", """
        prefix,owner,valid_from,valid_to,colour
        192.0.2.1/24,A,,,
        nonsense,B,,,
        192.0.2.0/25,C,2024-02-30,,
        192.0.2.0/25,D,2024-02-03,2024-02-01,
        192.0.2.128/25,E,2023-01-01,,
        """);
    Inventory inventory = files.read(file);
    assertThat(files.problems().messages()).containsExactly(
        file + ":1: column 'colour' is not read; known: prefix, owner, nature, region, site, account, tariff_class, contact, valid_from, "
            + "valid_to",
        file + ":2: '192.0.2.1/24' has bits behind its prefix: 192.0.2.0/24 is meant, or a single address",
        file + ":3: 'nonsense' is no address, prefix or range of addresses",
        file + ":4: '2024-02-30' is no date or time (2024-01-31, 2024-01-31 08:05:09, 2024-01-31T08:05:09+08:00)",
        file + ":5: valid_to '2024-02-01' is not after valid_from '2024-02-03'");
    assertThat(files.problems().count()).isEqualTo(5);
    assertThat(holder(inventory, "192.0.2.129", 0, NOON).owner().name()).isEqualTo("E");
    assertThat(inventory.rows()).isEqualTo(1);
  }

  @Test
  void nothingUsable_isAnError() throws IOException {
    Path empty = write("empty.csv", "prefix,owner\nx,y\n");
    assertThatExceptionOfType(InventoryException.class).isThrownBy(() -> files.read(empty))
        .withMessage(empty + ": holds nothing that can be used; first: " + empty + ":2: 'x' is no address, prefix or range of addresses");
    Path other = write("other.csv", "name,colour\nx,y\n");
    assertThatExceptionOfType(InventoryException.class).isThrownBy(() -> files.read(other)).withMessageStartingWith(other + ": is not an");
    Path none = folder.resolve("none");
    assertThatExceptionOfType(InventoryException.class).isThrownBy(() -> files.read(none))
        .withMessage(none + ": no such file or folder; --inventory needs one");
  }

  @Test
  void folder_joinsAllFiles_andNamesWhatItCantRead() throws Exception {
    write("a.csv", "prefix,owner,account\n192.0.2.0/24,Carrier,\n10.0.0.0/8,A customer,line-4711\n");
    write("b.csv", "username,acctstarttime,acctstoptime,callingstationid,framedipaddress\n"
        + "line-4711,2023-11-16 10:00:00,2023-11-16 14:00:00,02:00:00:00:00:01,192.0.2.10\n");
    Path unknown = write("c.txt", "hello\n");
    write("README.md", "what this is");
    Inventory inventory = files.read(folder);
    assertThat(holder(inventory, "192.0.2.10", 0, NOON).owner().name()).as("owner by account").isEqualTo("A customer");
    assertThat(holder(inventory, "192.0.2.10", 0, NOON).subscriber().id()).isEqualTo("line-4711");
    assertThat(holder(inventory, "192.0.2.10", 0, "2023-11-16T14:00:00Z").owner().name()).isEqualTo("Carrier");
    assertThat(files.problems().messages()).singleElement().asString().startsWith(unknown + ": is not read");
  }

  @Test
  void folder_withDamagedFiles_isReadWithoutThem() throws Exception {
    Path damaged = write("a.mmdb", "not a database");
    Path utf16 = folder.resolve("b.csv");
    Files.write(utf16, "\uFEFFprefix\n192.0.2.0/24\n".getBytes(StandardCharsets.UTF_16LE));
    write("c.csv", "prefix,owner\n192.0.2.0/24,Carrier\n");
    assertThat(holder(files.read(folder), "192.0.2.10", 0, NOON).owner().name()).isEqualTo("Carrier");
    assertThat(files.problems().messages()).hasSize(2).contains(utf16 + ": is UTF-16; save it as CSV in UTF-8")
        .anyMatch(message -> message.startsWith(damaged + ": is no MMDB database"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"\"rig;7\"; | rig;7", "\"rig\\\";7\";  # a note | rig\\\";7", "\"rig;7; | \"rig", "rig7 ; x | rig7"})
  void iscHostname_mayHoldSemicolons(String said, String name) throws Exception {
    Inventory inventory = files.read(write("dhcpd.leases", "lease 192.0.2.10 {\n  starts epoch 1700110000;\n  hardware ethernet "
        + "02:00:00:00:00:01;\n  client-hostname " + said + "\n}\n"));
    assertThat(holder(inventory, "192.0.2.10", 0, NOON).subscriber().name()).isEqualTo(name);
  }

  @Test
  void iscLeases_tellWhoHadAnAddressWhen() throws Exception {
    Inventory inventory = files.read(write("dhcpd.leases", """
        # The format of this file is documented in the dhcpd.leases(5) manual page.
        authoring-byte-order little-endian;

        lease 192.0.2.10 {
          starts 4 2023/11/16 06:00:00;
          ends 4 2023/11/16 11:00:00;
          binding state free;
          hardware ethernet 02:00:00:00:00:01;
        }
        lease 192.0.2.10 {
          starts 4 2023/11/16 11:30:00;
          ends never;
          cltt 4 2023/11/16 11:30:00;
          binding state active;
          next binding state free;
          hardware ethernet 02:00:00:00:00:02;
          uid "\\001\\002";
          client-hostname "rig7";
        }
        lease 192.0.2.11 {
          starts epoch 1700110000; # Thu Nov 16 04:46:40 2023
          ends epoch 1700210000; # Fri Nov 17 08:33:20 2023
          binding state active;
          hardware ethernet 02:00:00:00:00:03;
          option agent.circuit-id "olt1/3/7";
        }
        lease 192.0.2.12 {
          starts 4 2023/11/16 06:00:00;
          ends 4 2023/11/16 22:00:00;
          binding state abandoned;
          hardware ethernet 02:00:00:00:00:04;
        }
        lease 192.0.2.13 {
          ends 4 2023/11/16 22:00:00;
          hardware ethernet 02:00:00:00:00:04;
        }
        ia-na "\\001\\002\\003" {
          cltt 4 2023/11/16 10:00:00;
          iaaddr 2001:db8::7 {
            binding state active;
            preferred-life 375;
            max-life 600;
            ends 4 2023/11/16 22:00:00;
          }
        }
        """));
    assertThat(holder(inventory, "192.0.2.10", 0, "2023-11-16T10:00:00Z").subscriber().id()).isEqualTo("02:00:00:00:00:01");
    assertThat(holder(inventory, "192.0.2.10", 0, "2023-11-16T11:10:00Z").subscriber()).isNull();
    assertThat(holder(inventory, "192.0.2.10", 0, NOON).subscriber()).isEqualTo(
        new Subscriber("02:00:00:00:00:02", "rig7", "dhcp", null, micros("2023-11-16T11:30:00Z"), Long.MAX_VALUE));
    assertThat(holder(inventory, "192.0.2.11", 0, NOON).subscriber().id()).isEqualTo("olt1/3/7");
    assertThat(holder(inventory, "192.0.2.12", 0, NOON).subscriber()).as("abandoned").isNull();
    assertThat(holder(inventory, "2001:db8::7", 0, NOON).subscriber().id()).isEqualTo("\\001\\002\\003");
    assertThat(files.problems().messages()).singleElement().asString()
        .endsWith("dhcpd.leases:33: lease 192.0.2.13: it does not say when it began");
  }

  @Test
  void keaLeases_ofBothFamilies_areRead() throws Exception {
    write("kea-leases4.csv", """
        address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id
        192.0.2.10,02:00:00:00:00:01,,7200,1700139600,1,0,0,rig,0,,0
        192.0.2.11,02:00:00:00:00:02,,7200,1700139600,1,0,0,,1,,0
        192.0.2.12,,01:02,4294967295,5995106895,1,0,0,,0,,0
        192.0.2.13,02:00:00:00:00:03,,x,1700139600,1,0,0,,0,,0
        """);
    write("kea-leases6.csv", """
        address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state
        2001:db8:7::,01:02:03,7200,1700139600,1,3600,2,1,48,0,0,,,0
        """);
    Inventory inventory = files.read(folder);
    assertThat(holder(inventory, "192.0.2.10", 0, NOON).subscriber()).isEqualTo(
        new Subscriber("02:00:00:00:00:01", "rig", "dhcp", null, micros("2023-11-16T11:00:00Z"), micros("2023-11-16T13:00:00Z")));
    assertThat(holder(inventory, "192.0.2.11", 0, NOON).subscriber()).as("declined").isNull();
    assertThat(holder(inventory, "192.0.2.12", 0, "2030-01-01T00:00:00Z").subscriber().id()).as("for ever").isEqualTo("01:02");
    assertThat(holder(inventory, "2001:db8:7:ffff::1", 0, NOON).subscriber().id()).isEqualTo("01:02:03");
    assertThat(files.problems().messages()).singleElement().asString().endsWith("kea-leases4.csv:5: valid_lifetime 'x' is no number");
  }

  @Test
  void keaLease_endsWhereALaterRowReplacesIt_orDeletesIt() throws Exception {
    Inventory inventory = files.read(write("kea-leases4.csv", """
        address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id
        192.0.2.10,02:00:00:00:00:01,,86400,1700179200,1,0,0,,0,,0
        192.0.2.10,02:00:00:00:00:01,,0,1700121600,1,0,0,,0,,0
        192.0.2.11,02:00:00:00:00:02,,86400,1700179200,1,0,0,,0,,0
        192.0.2.11,02:00:00:00:00:03,,3600,1700125200,1,0,0,,0,,0
        192.0.2.12,02:00:00:00:00:04,,86400,1700179200,1,0,0,,0,,0
        192.0.2.12,02:00:00:00:00:04,,0,1700092800,1,0,0,,0,,0
        192.0.2.13,02:00:00:00:00:05,,86400,1700179200,1,0,0,,0,,0
        192.0.2.13,,,3600,1700125200,1,0,0,,1,,0
        192.0.2.14,02:00:00:00:00:06,,0,1700121600,1,0,0,,0,,0
        """));
    assertThat(files.problems().messages()).isEmpty();
    assertThat(holder(inventory, "192.0.2.10", 0, "2023-11-16T07:59:59Z").subscriber()).isEqualTo(new Subscriber("02:00:00:00:00:01", null,
        "dhcp", null, micros("2023-11-16T00:00:00Z"), micros("2023-11-16T08:00:00Z")));
    assertThat(holder(inventory, "192.0.2.10", 0, "2023-11-16T08:00:00Z").subscriber()).as("deleted").isNull();
    assertThat(holder(inventory, "192.0.2.11", 0, "2023-11-16T08:30:00Z").subscriber().id()).isEqualTo("02:00:00:00:00:03");
    assertThat(holder(inventory, "192.0.2.11", 0, NOON).subscriber()).as("replaced").isNull();
    assertThat(holder(inventory, "192.0.2.12", 0, NOON).subscriber().id()).as("deleted nobody knows when").isEqualTo("02:00:00:00:00:04");
    assertThat(holder(inventory, "192.0.2.13", 0, NOON).subscriber()).as("declined").isNull();
    assertThat(holder(inventory, "192.0.2.14", 0, NOON).subscriber()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "\\N"})
  void radacct_asMySqlExportsIt_tellsOpenSessions(String nothing) throws Exception {
    Inventory inventory = files.read(write("radacct.csv", """
        username\tacctstarttime\tacctstoptime\tcallingstationid\tframedipaddress\tframedipv6prefix
        line-4711\t2023-11-16 09:00:00\tNULL\tNULL\t192.0.2.10\tNULL
        NULL\t2023-11-16 09:00:00\tNULL\tNULL\t192.0.2.11\tNULL
        """.replace("NULL", nothing)));
    assertThat(holder(inventory, "192.0.2.10", 0, NOON).subscriber())
        .isEqualTo(new Subscriber("line-4711", null, "radius", null, micros("2023-11-16T09:00:00Z"), Long.MAX_VALUE));
    assertThat(files.problems().messages()).singleElement().asString().endsWith("radacct.csv:3: no username");
  }

  @Test
  void radiusDetail_joinsTheRequestsOfASession() throws Exception {
    Inventory inventory = files.read(write("detail-20231116", """
        Thu Nov 16 10:00:00 2023
        \tAcct-Status-Type = Start
        \tAcct-Session-Id = "5f3a"
        \tUser-Name = "line-4711"
        \tNAS-IP-Address = 198.51.100.1
        \tCalling-Station-Id = "02-00-00-00-00-01"
        \tFramed-IP-Address = 192.0.2.10
        \tTimestamp = 1700128800

        Thu Nov 16 11:00:00 2023
        \tAcct-Status-Type = Interim-Update
        \tAcct-Session-Id = "5f3a"
        \tUser-Name = "line-4711"
        \tNAS-IP-Address = 198.51.100.1
        \tFramed-IP-Address = 192.0.2.10
        \tDelegated-IPv6-Prefix = 2001:db8:7::/48
        \tAcct-Session-Time = 3600

        Thu Nov 16 13:00:00 2023
        \tAcct-Status-Type = Stop
        \tAcct-Session-Id = "5f3a"
        \tUser-Name = "line-4711"
        \tNAS-IP-Address = 198.51.100.1
        \tFramed-IP-Address = 192.0.2.10
        \tAcct-Session-Time = 10800

        Thu Nov 16 11:30:00 2023
        \tAcct-Status-Type = Start
        \tAcct-Session-Id = "77"
        \tUser-Name = "line-1"
        \tNAS-IP-Address = 198.51.100.2
        \tFramed-IP-Address = 192.0.2.20

        Thu Nov 16 11:45:00 2023
        \tAcct-Status-Type = Accounting-On
        \tNAS-IP-Address = 198.51.100.2

        Thu Nov 16 11:50:00 2023
        \tAcct-Status-Type = Start
        \tUser-Name = "line-2"
        """));
    assertThat(holder(inventory, "192.0.2.10", 0, NOON).subscriber()).isEqualTo(new Subscriber("line-4711", "02-00-00-00-00-01",
        "radius", null, micros("2023-11-16T10:00:00Z"), micros("2023-11-16T13:00:00Z")));
    assertThat(holder(inventory, "192.0.2.10", 0, "2023-11-16T13:00:00Z").subscriber()).isNull();
    assertThat(holder(inventory, "2001:db8:7:1::9", 0, NOON).subscriber().id()).isEqualTo("line-4711");
    assertThat(holder(inventory, "192.0.2.20", 0, "2023-11-16T11:40:00Z").subscriber().id()).isEqualTo("line-1");
    assertThat(holder(inventory, "192.0.2.20", 0, NOON).subscriber()).as("its server was started anew").isNull();
    assertThat(files.problems().messages()).singleElement().asString()
        .endsWith("detail-20231116:38: no User-Name or no Acct-Session-Id");
  }

  @Test
  void natLog_leadsThroughPortAndTimeToTheSubscriber() throws Exception {
    write("nat.csv", """
        public_address,port_range,private_address,from,to
        203.0.113.5,1024-2047,100.64.0.7,2023-11-16 10:00:00,2023-11-16 14:00:00
        203.0.113.5,2048-3071,100.64.0.8,2023-11-16 10:00:00,2023-11-16 14:00:00
        203.0.113.5,3072-1,100.64.0.8,,
        2001:db8::1,1-2,100.64.0.8,,
        """);
    write("radacct.csv", "UserName,AcctStartTime,AcctStopTime,FramedIPAddress\nline-4711,2023-11-16 09:00:00,,100.64.0.7\n");
    write("inventory.csv", "prefix,owner\n203.0.113.0/24,Carrier\n100.64.0.8,The school\n");
    Inventory inventory = files.read(folder);
    assertThat(holder(inventory, "203.0.113.5", 1500, NOON).subscriber()).isEqualTo(new Subscriber("line-4711", null, "radius",
        address("100.64.0.7"), micros("2023-11-16T10:00:00Z"), micros("2023-11-16T14:00:00Z")));
    Holder second = holder(inventory, "203.0.113.5", 3071, NOON);
    assertThat(second.subscriber().id()).isEqualTo("100.64.0.8");
    assertThat(second.owner().name()).as("of the private address").isEqualTo("The school");
    assertThat(holder(inventory, "203.0.113.5", 3072, NOON).subscriber()).isNull();
    assertThat(holder(inventory, "203.0.113.5", 1500, "2023-11-16T15:00:00Z").owner().name()).isEqualTo("Carrier");
    assertThat(files.problems().messages()).hasSize(2).anyMatch(message -> message.endsWith("nat.csv:4: '3072-1' is no range of ports"))
        .anyMatch(message -> message.contains("nat.csv:5: '2001:db8::1' is no IPv4 address"));
  }

  @Test
  void natLog_whereRangesOfPortsOverlap_tellsTheOneThatBeganLast() throws Exception {
    Inventory inventory = files.read(write("nat.csv", """
        public_address,port_range,private_address,from,to
        203.0.113.5,1024-65535,100.64.0.7,2023-11-16 11:00:00,2023-11-16 14:00:00
        203.0.113.5,2048-3071,100.64.0.8,2023-11-16 10:00:00,2023-11-16 18:00:00
        203.0.113.5,2048-2048,100.64.0.9,2023-11-16 10:00:00,2023-11-16 18:00:00
        203.0.113.5,5000-6000,100.64.0.10,2023-11-16 11:00:00,2023-11-16 13:00:00
        203.0.113.5,5000-6001,100.64.0.11,2023-11-16 11:00:00,2023-11-16 13:00:00
        """));
    assertThat(holder(inventory, "203.0.113.5", 2048, "2023-11-16T10:30:00Z").subscriber().id()).as("the last of those alike")
        .isEqualTo("100.64.0.9");
    assertThat(holder(inventory, "203.0.113.5", 2048, NOON).subscriber().id()).isEqualTo("100.64.0.7");
    assertThat(holder(inventory, "203.0.113.5", 2050, NOON).subscriber().id()).isEqualTo("100.64.0.7");
    assertThat(holder(inventory, "203.0.113.5", 2050, "2023-11-16T15:00:00Z").subscriber().id()).isEqualTo("100.64.0.8");
    assertThat(holder(inventory, "203.0.113.5", 5500, NOON).subscriber().id()).isEqualTo("100.64.0.11");
  }

  @ParameterizedTest
  @CsvSource(nullValues = "null", value = {
    "maxmind, 192.0.2.1, 64500, Example Net, CN, Hangzhou",
    "ipinfo, 192.0.2.1, 64501, Example Net, CN, Hangzhou",
    "ipinfo-lite, 2001:db8::5, 64502, Example Net, CN, null",
    "db-ip, 192.0.2.1, 64503, Example Net, CN, Hangzhou",
    "maxmind, 198.51.100.1, null, null, null, null"})
  void mmdb_inAnyLayout_tellsThePlace(String layout, String address, Long asn, String organisation, String country, String city)
      throws Exception {
    Map<String, Map<String, ?>> records = Map.of(
        "maxmind", Map.of("autonomous_system_number", 64500L, "autonomous_system_organization", "Example Net", "country",
            Map.of("iso_code", "CN", "names", Map.of("en", "China")), "city", Map.of("names", Map.of("en", "Hangzhou"))),
        "ipinfo", Map.of("asn", "AS64501", "as_name", "Example Net", "country", "CN", "city", "Hangzhou"),
        "ipinfo-lite", Map.of("asn", "AS64502", "as_name", "Example Net", "country", "China", "country_code", "CN"),
        "db-ip", Map.of("traits", Map.of("autonomous_system_number", 64503L, "isp", "Example Net"), "country", Map.of("iso_code", "CN"),
            "city", Map.of("names", Map.of("en", "Hangzhou"))));
    Path file = new MmdbFile().put("192.0.2.0/24", records.get(layout)).put("2001:db8::/32", records.get(layout))
        .write(folder.resolve("places.mmdb"), layout);
    assertThat(holder(files.read(file), address, 0, NOON).place()).isEqualTo(new Place(asn, organisation, country, city));
  }

  @Test
  void mmdb_thatIsNone_isAnError() throws IOException {
    Path file = write("places.mmdb", "not a database");
    assertThatExceptionOfType(InventoryException.class).isThrownBy(() -> files.read(file))
        .withMessageStartingWith(file + ": is no MMDB database");
  }

  @ParameterizedTest
  @CsvSource({
    "2023/11/16, 2023-11-16T00:00:00Z, 2023-11-17T00:00:00Z",
    "2023-1-6 7:05, 2023-01-06T07:05:00Z, 2023-01-06T07:05:00Z",
    "2023-11-16T12:00:00+08:00, 2023-11-16T04:00:00Z, 2023-11-16T04:00:00Z",
    "2023-11-16 12:00:00.5+00, 2023-11-16T12:00:00.500Z, 2023-11-16T12:00:00.500Z",
    "1700136000, 2023-11-16T12:00:00Z, 2023-11-16T12:00:00Z"})
  void times_inManyForms_areRead(String text, Instant from, Instant until) {
    assertThat(new Times(ZoneOffset.UTC).from(text)).isEqualTo(from.toEpochMilli() * 1000);
    assertThat(new Times(ZoneOffset.UTC).until(text)).isEqualTo(until.toEpochMilli() * 1000);
  }

  @Test
  void times_withoutAnOffset_areInTheZoneAskedFor() {
    assertThat(new Times(ZoneOffset.ofHours(8)).from("2023-11-16 20:00")).isEqualTo(micros(NOON));
  }
}

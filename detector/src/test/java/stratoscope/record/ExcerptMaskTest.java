package stratoscope.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stays of an excerpt. */
class ExcerptMaskTest {
  private static final ExcerptMask MASK = new ExcerptMask(IdentityMask.ofRandomKey(),
      Map.of("bc1qexample.rig07", "user-1", "bc1qexample", "wallet-1", "rig07", "worker-1", "cgminer/4.12.1", "cgminer/4.12.1"));

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"cgminer/4.12.1\"]} | same",
      "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"bc1qexample.rig07\",\"secret\"]} | "
          + "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"user-1\",\"(masked)\"]}",
      "{\"method\" : \"mining.submit\",\"params\":[\"bc1qexam… | {\"method\" : \"mining.submit\",\"params\":[\"user-1…",
      "{\"params\":[\"someone else's\",\"x… | {\"params\":[\"(masked)\",\"(masked)…",
      "{\"id\":2,\"result\":true,\"error\":null} | same",
      "{\"error\":{\"code\":-1,\"message\":\"Invalid payment address provided\"}} | same",
      "{\"error\":{\"message\":\"Wallet bc1qexample is unknown\"}} | {\"error\":{\"message\":\"(masked)\"}}",
      "{\"address\":\"NQ07 0000 0000\"} | {\"address\":\"(masked)\"}",
      "{\"login\":\"esc\\\"aped\",\"pass\":\"p\\\\\"} | {\"login\":\"(masked)\",\"pass\":\"(masked)\"}",
      "[1,\"abc\",[\"deadbeef\"]] | [1,\"(masked)\",[\"(masked)\"]]"})
  void json_keepsNamesNumbersAndWordsOfTheProtocol(String excerpt, String expected) {
    assertThat(MASK.masked(excerpt)).isEqualTo(expected.equals("same") ? excerpt : expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "JOB,rig07,LOW, | JOB,worker-1,LOW,",
      "JOB,rig071,LOW, | same",
      "POST /0xc3640ace70af8a8d3e138d2e9ed154d0e7c554dd/a User-Agent: x | POST /(masked) User-Agent: x",
      "POST / User-Agent: ethminer/0.18.0 | same",
      "dns asia-erg.2miners.com = 198.51.100.20 | same",
      "ja4 t13i310900_e8f1e7e78f70_1f22a2ca17c4 ja3 c216e752cae6f8755fd27f561d031636 | same",
      "login 7f1d02ff = Keccak-256 of 46XAztUpn2CNxyyfkJMdAN3n… | login 7f1d02ff = Keccak-256 of (masked)",
      "0000105900000100000030626331713466717037337768 | 000010590000(masked)",
      "3a487311 | same"})
  void otherTexts_keepAllButNamesPathsAndLongRuns(String excerpt, String expected) {
    assertThat(MASK.masked(excerpt)).isEqualTo(expected.equals("same") ? excerpt : expected);
  }

  @Test
  void addressOfMail_isTheSameMarkHoweverItIsWritten() {
    String mark = IdentityMask.ofRandomKey().withoutAddresses("rig1/jo@mail.example");
    assertThat(mark).matches("rig1/email-[0-9a-f]{12}");
    IdentityMask mask = IdentityMask.ofRandomKey();
    assertThat(mask.withoutAddresses("a%40b.example")).isEqualTo(mask.withoutAddresses("a@b.example"));
  }
}

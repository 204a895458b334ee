package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.evidence.Verdict;
import stratoscope.flow.TestFlows;

/** Dialogues of other services over lines of JSON: as a whole, and each side alone, they are no mining. Lines begin with C or S. */
class LookAlikeTest {
  private static final String HASH = "a1".repeat(32);
  private static final String WORD = "0x" + HASH;

  /** A service and what is said. */
  record Talk(String name, List<String> lines) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Talk talk(String name, String... lines) {
    return new Talk(name, List.of(lines));
  }

  static Stream<Talk> talks() {
    return Stream.concat(chainsAndTools(), servicesWithWordsOfMining());
  }

  private static Stream<Talk> chainsAndTools() {
    return Stream.of(
        talk("Electrum", "C{\"id\":0,\"method\":\"server.version\",\"params\":[\"4.5.4\",\"1.4\"]}",
            "S{\"id\":0,\"result\":[\"ElectrumX 1.16.0\",\"1.4\"]}",
            "C{\"id\":1,\"method\":\"blockchain.headers.subscribe\",\"params\":[]}",
            "S{\"id\":1,\"result\":{\"hex\":\"" + HASH + HASH + "00000000\",\"height\":816900}}",
            "C{\"id\":2,\"method\":\"blockchain.scripthash.subscribe\",\"params\":[\"" + HASH + "\"]}", "S{\"id\":2,\"result\":\"" + HASH
                + "\"}",
            "S{\"method\":\"blockchain.scripthash.subscribe\",\"params\":[\"" + HASH + "\",\"" + HASH + "\"]}"),
        talk("Ethereum wallet", "C{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}",
            "S{\"id\":1,\"result\":\"0x1\"}",
            "C{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"eth_getLogs\",\"params\":[{}]}",
            "S{\"id\":2,\"result\":[\"" + WORD + "\",\"" + WORD + "\",\"" + WORD + "\"]}",
            "C{\"id\":3,\"method\":\"eth_mining\",\"params\":[]}", "S{\"id\":3,\"result\":false}",
            "C{\"id\":4,\"method\":\"eth_hashrate\",\"params\":[]}", "S{\"id\":4,\"result\":\"0x0\"}"),
        talk("Ethereum filter of hashes", "C{\"id\":1,\"method\":\"eth_getFilterChanges\",\"params\":[\"0x1\"]}",
            "S{\"id\":1,\"result\":[\"" + WORD + "\",\"" + WORD + "\",\"" + WORD.replace('a', 'b') + "\"]}"),
        talk("language server", "C{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"processId\":1}}",
            "S{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"capabilities\":{}}}",
            "C{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"text\":\"mining.subscribe\"}}"),
        talk("model context protocol",
            "C{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"submit\",\"job_id\":\"7\"}}",
            "S{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[],\"status\":\"OK\"}}"),
        talk("GraphQL", "C{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription { mining { job } }\"}}",
            "S{\"id\":\"1\",\"type\":\"next\",\"payload\":{\"data\":{\"mining\":{\"job\":\"a\"}}}}"),
        talk("docker events", "S{\"status\":\"start\",\"id\":\"" + HASH
            + "\",\"from\":\"xmrig:6\",\"Type\":\"container\",\"time\":1700000000}",
            "S{\"status\":\"die\",\"id\":\"" + HASH + "\",\"from\":\"xmrig:6\",\"Type\":\"container\",\"time\":1700000001}"),
        talk("kubernetes watch",
            "S{\"type\":\"ADDED\",\"object\":{\"kind\":\"Job\",\"metadata\":{\"name\":\"mining\"},\"method\":\"job\"}}",
            "S{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Job\",\"status\":{\"succeeded\":1}}}"),
        talk("chat that quotes",
            "C{\"type\":\"message\",\"text\":\"{\\\"id\\\":1,\\\"method\\\":\\\"mining.subscribe\\\",\\\"params\\\":[]}\"}",
            "S{\"type\":\"message\",\"text\":\"{\\\"id\\\":1,\\\"result\\\":[[[\\\"mining.notify\\\",\\\"a\\\"]],\\\"08\\\",4]}\"}"));
  }

  private static Stream<Talk> servicesWithWordsOfMining() {
    return Stream.of(
        talk("accounts with login, submit, job",
            "C{\"id\":1,\"method\":\"login\",\"params\":{\"login\":\"alice\",\"pass\":\"x\",\"agent\":\"app/1\"}}",
            "S{\"id\":1,\"result\":{\"id\":\"s\",\"status\":\"OK\"}}",
            "C{\"id\":2,\"method\":\"submit\",\"params\":{\"id\":\"s\",\"job_id\":\"1\",\"nonce\":\"once\",\"result\":\"good\"}}",
            "S{\"id\":2,\"result\":{\"status\":\"OK\"}}",
            "S{\"method\":\"job\",\"params\":{\"job_id\":\"2\",\"target\":\"linux-x86\",\"blob\":\"ZWNobyBoaQ==\"}}"),
        talk("job notifications", "S{\"jsonrpc\":\"2.0\",\"method\":\"job\",\"params\":{\"id\":7,\"state\":\"done\"}}",
            "S{\"jsonrpc\":\"2.0\",\"method\":\"job\",\"params\":[\"7\",\"done\"]}"),
        talk("files by hash", "C{\"id\":1,\"method\":\"getjob\",\"params\":{}}",
            "S{\"id\":1,\"result\":{\"job_id\":\"a\",\"blob\":\"" + HASH + "\",\"target\":\"deadbeef\"}}"),
        talk("signatures", "C{\"id\":1,\"method\":\"submit\",\"params\":{\"job_id\":\"a\",\"nonce\":\"d0030040\",\"result\":\""
            + HASH.substring(2) + "\"}}",
            "S{\"id\":1,\"result\":{\"status\":\"OK\"}}"),
        talk("heartbeats", "C{\"id\":1,\"method\":\"keepalived\",\"params\":{\"id\":\"a\"}}", "S{\"id\":1,\"result\":{\"status\":\"ok\"}}"),
        talk("game about mining", "C{\"id\":1,\"method\":\"mining.start\",\"params\":[\"ore\",3]}", "S{\"id\":1,\"result\":true}",
            "S{\"method\":\"mining.notify\",\"params\":[\"alice\",\"found\",\"ruby\"]}",
            "S{\"method\":\"mining.set_difficulty\",\"params\":[\"hard\"]}",
            "C{\"id\":2,\"method\":\"mining.submit\",\"params\":[\"alice\",\"ruby\",\"3\"]}", "S{\"id\":2,\"result\":true}",
            "C{\"id\":3,\"method\":\"mining.configure\",\"params\":[\"pickaxe\",{\"level\":3}]}", "S{\"id\":3,\"result\":{\"level\":3}}"),
        talk("data mining", "C{\"id\":1,\"method\":\"mining.subscribe\",\"params\":{\"dataset\":\"d\"}}",
            "S{\"id\":1,\"result\":{\"s\":1}}",
            "C{\"id\":2,\"method\":\"mining.authorize\",\"params\":{\"token\":\"t\"}}", "S{\"id\":2,\"result\":true}"),
        talk("errors as triples", "C{\"id\":1,\"method\":\"exam.submit\",\"params\":[\"a\"]}",
            "S{\"id\":1,\"result\":null,\"error\":[23,\"Too late\",null]}",
            "C{\"id\":2,\"method\":\"exam.submit\",\"params\":[\"a\"]}", "S{\"id\":2,\"result\":true,\"error\":null}"));
  }

  @ParameterizedTest
  @MethodSource("talks")
  void lookAlike_isNothing(Talk talk) {
    for (String seen : List.of("CS", "C", "S")) {
      for (Dialogue dialogue : List.of(new Dialogue(), new Dialogue(TestFlows.midstream()))) {
        for (String line : talk.lines) {
          if (seen.indexOf(line.charAt(0)) >= 0) {
            dialogue.say(line.charAt(0) == 'C' ? Dialogue.UP : Dialogue.DOWN, line.substring(1));
          }
        }
        assertThat(dialogue.verdict()).as("%s, seen %s: %s", talk.name, seen, dialogue.signs()).isEqualTo(Verdict.NONE);
      }
    }
  }
}

package stratoscope.stratum;

import stratoscope.carrier.HttpHead;

/** One dialogue about Ethereum's work over HTTP: the messages of eth-proxy, and who sends them. One thread. */
final class EthGetworkSession implements DialectSession {
  private final DialectSink sink;
  private final EthProxySession work;
  private final HttpCaller caller;

  EthGetworkSession(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    work = new EthProxySession(options, sink);
    caller = new HttpCaller(sink);
  }

  @Override
  public void onMessage(RpcMessage message) {
    HttpHead head = message.head();
    if (head == null || message.isHeadAlone()) {
      return;
    }
    switch (String.valueOf(message.method())) {
      case "eth_getWork", "eth_submitWork", "eth_submitHashrate" -> {
        work.onMessage(message);
        onRequest(head);
      }
      default -> onOther(message);
    }
  }

  private void onOther(RpcMessage message) {
    if (message.isAnswer()) {
      work.onMessage(message);
    } else if (EthGetworkDialect.isOfWallets(message.method())) {
      sink.sign("node-rpc");
    }
  }

  private void onRequest(HttpHead head) {
    StratumEvent.Login login = WorkUrl.login(head.target());
    String user = HttpCaller.user(head);
    login = login == null && user != null ? WorkUrl.login(user) : login;
    caller.onRequest(head, login);
    if (login != null) {
      sink.quote(head);
      sink.miner("wallet");
    }
  }
}

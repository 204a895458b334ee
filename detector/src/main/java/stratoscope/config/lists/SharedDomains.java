package stratoscope.config.lists;

import java.util.Set;

/** Domains below which anyone may have a name: who lists one of them lists thousands of strangers. The best known, not all. */
final class SharedDomains {
  private static final Set<String> ALL = Set.of(
      "ac.uk", "amazonaws.com", "appspot.com", "azurewebsites.net", "blogspot.com", "cloudfront.net", "co.in", "co.jp", "co.kr",
      "co.nz", "co.uk", "co.za", "com.ar", "com.au", "com.br", "com.cn", "com.hk", "com.mx", "com.pl", "com.sg", "com.tr", "com.tw",
      "com.ua", "com.vn", "ddns.net", "duckdns.org", "dyndns.org", "edu.cn", "firebaseapp.com", "github.io", "githubusercontent.com",
      "gitlab.io", "gov.cn", "gov.uk", "herokuapp.com", "hopto.org", "msk.ru", "myftp.org", "myvnc.com", "ne.jp", "net.au", "net.br",
      "net.cn", "netlify.app", "ngrok.io", "no-ip.org", "onrender.com", "or.jp", "org.au", "org.cn", "org.uk", "pages.dev", "repl.co",
      "serveftp.com", "sytes.net", "us.to", "vercel.app", "web.app", "windows.net", "workers.dev", "zapto.org");

  private SharedDomains() {}

  static boolean contains(String name) {
    return ALL.contains(name);
  }
}

package stratoscope.config.lists;

import java.util.Set;
import stratoscope.names.PoolEntry;

/**
 * Domains below which anyone may have a name, and hosts of what anyone puts there: who lists one of them lists thousands of strangers. The
 * best known, not all.
 */
final class SharedDomains {
  private static final Set<String> ALL = Set.of(
      "000webhostapp.com", "ac.uk", "akamaihd.net", "amazonaws.com", "appspot.com", "azureedge.net", "azurewebsites.net", "bitbucket.io",
      "bitbucket.org", "blogspot.com", "cdn.discordapp.com", "cdn.jsdelivr.net", "cdnjs.cloudflare.com", "cloudapp.azure.com",
      "cloudapp.net", "cloudfront.net", "co.in", "co.jp", "co.kr", "co.nz", "co.uk", "co.za", "com.ar", "com.au", "com.br", "com.cn",
      "com.hk", "com.mx", "com.pl", "com.sg", "com.tr", "com.tw", "com.ua", "com.vn", "compute.amazonaws.com", "ddns.net",
      "docs.google.com", "drive.google.com", "dropbox.com", "duckdns.org", "dyndns.org", "edu.cn", "fastly.net", "firebaseapp.com",
      "fly.dev", "gist.githubusercontent.com", "github.com", "github.io", "githubusercontent.com", "gitlab.com", "gitlab.io", "glitch.me",
      "google.com", "googleusercontent.com", "gov.cn", "gov.uk", "herokuapp.com", "hf.space", "hopto.org", "mediafire.com", "msk.ru",
      "myftp.org", "myvnc.com", "ne.jp", "net.au", "net.br", "net.cn", "netlify.app", "ngrok-free.app", "ngrok.app", "ngrok.io",
      "no-ip.org", "now.sh", "ntp.org", "objects.githubusercontent.com", "onrender.com", "or.jp", "org.au", "org.cn", "org.uk", "pages.dev",
      "pastebin.com", "pool.ntp.org", "r2.dev", "raw.githubusercontent.com", "repl.co", "replit.app", "replit.dev", "s3.amazonaws.com",
      "serveftp.com", "sourceforge.net", "storage.googleapis.com", "supabase.co", "surge.sh", "sytes.net", "t.me", "transfer.sh",
      "trycloudflare.com", "unpkg.com", "us.to", "vercel.app", "web.app", "weebly.com", "windows.net", "wixsite.com", "wordpress.com",
      "workers.dev", "www.dropbox.com", "www.google.com", "www.mediafire.com", "zapto.org");

  private SharedDomains() {}

  /** @param indicator as in the pool directory */
  static boolean contains(String indicator) {
    return ALL.contains(PoolEntry.hostNameOf(indicator));
  }
}

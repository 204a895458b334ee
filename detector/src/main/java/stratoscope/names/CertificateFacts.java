package stratoscope.names;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says of its owner. Nothing of it is verified.
 *
 * @param subject common name of the owner; null if there is none, or none of printable characters
 * @param hosts names in subjectAltName, in lower case, a wildcard as {@code *.}; the first 256
 * @param isSelfSigned true if owner and signer have the same full name
 */
public record CertificateFacts(@Nullable String subject, List<String> hosts, boolean isSelfSigned) {
  private static final int DNS_NAME = 2;
  private static final int MAX_HOSTS = 256;
  /** Names have 64 characters at most by X.520, or as many as a host name. */
  private static final int MAX_NAME_CHARS = 253;
  private static final String WILDCARD = "*.";

  static CertificateFacts of(X509Certificate certificate) throws CertificateParsingException {
    X500Principal subject = certificate.getSubjectX500Principal();
    return new CertificateFacts(commonName(subject), hosts(certificate), subject.equals(certificate.getIssuerX500Principal()));
  }

  private static @Nullable String commonName(X500Principal principal) {
    try {
      return new LdapName(principal.getName()).getRdns().stream()
          .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
          .map(Rdn::getValue)
          .filter(value -> value instanceof String text && isPrintable(text))
          .map(Object::toString)
          .findFirst().orElse(null);
    } catch (InvalidNameException e) {
      return null;
    }
  }

  private static boolean isPrintable(String text) {
    return !text.isEmpty() && text.length() <= MAX_NAME_CHARS
        && text.chars().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
  }

  private static List<String> hosts(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null ? List.of() : names.stream()
        .filter(name -> Objects.equals(name.get(0), DNS_NAME))
        .map(name -> hostOf(String.valueOf(name.get(1))))
        .filter(Objects::nonNull)
        .limit(MAX_HOSTS)
        .toList();
  }

  private static @Nullable String hostOf(String name) {
    boolean isWildcard = name.startsWith(WILDCARD);
    byte[] bytes = name.substring(isWildcard ? WILDCARD.length() : 0).getBytes(StandardCharsets.UTF_8);
    String host = HostNames.textOf(bytes, 0, bytes.length);
    return host == null || !isWildcard ? host : WILDCARD + host;
  }
}

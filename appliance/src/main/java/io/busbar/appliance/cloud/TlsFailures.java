package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.LinkFailure.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failed TLS handshake means for the one who installs the gateway. */
final class TlsFailures {
  /** subjectAltName types (RFC 5280): dNSName and iPAddress. */
  private static final Set<Integer> NAMES = Set.of(2, 7);

  private TlsFailures() {}

  /** The failure of a handshake; {@code chain} is what the broker presented, perhaps nothing. */
  static LinkFailure of(
      IOException e,
      List<X509Certificate> chain,
      BrokerSettings broker,
      Endpoint endpoint,
      Instant now) {
    boolean shown = !chain.isEmpty();
    LinkFailure alert = alert(e, broker, shown);
    if (alert != null) {
      return alert;
    }
    PinnedTrust.OtherCertificateException other =
        cause(e, PinnedTrust.OtherCertificateException.class);
    if (other != null) {
      return failure(
          Kind.UNTRUSTED,
          broker,
          other.getMessage()
              + "; if the broker's certificate was renewed, set fingerprint to that of the new one");
    }
    if (cause(e, CertificateExpiredException.class) != null
        || cause(e, CertificateNotYetValidException.class) != null) {
      return failure(Kind.CERTIFICATE_DATE, broker, dates(chain, now));
    }
    if (cause(e, CertPathBuilderException.class) != null) {
      return failure(Kind.UNTRUSTED, broker, untrusted(chain, broker));
    }
    CertificateException refusal = cause(e, CertificateException.class);
    if (refusal != null && String.valueOf(refusal.getMessage()).startsWith("No ")) {
      return failure(
          Kind.WRONG_NAME,
          broker,
          "the certificate is for "
              + names(chain)
              + ", not for "
              + endpoint.host()
              + "; use one of these names in the address, or give the broker a certificate for "
              + endpoint.host());
    }
    return other(e, broker, endpoint, shown);
  }

  /**
   * A refusal that the broker sent as a TLS alert; with TLS 1.3 it comes after the handshake, in
   * the place of the CONNACK.
   *
   * @param shown whether the broker has shown its certificate: then versions and ciphers were
   *     agreed on, and what is left to refuse is our certificate
   * @return null when {@code e} is no such refusal
   */
  static @Nullable LinkFailure alert(Throwable e, BrokerSettings broker, boolean shown) {
    SSLException tls = cause(e, SSLException.class);
    String words = tls == null ? "" : String.valueOf(tls.getMessage());
    // "Received fatal alert: bad_certificate", with "(certificate_required) " before it or not.
    int at = words.indexOf("Received fatal alert: ");
    if (at < 0) {
      return null;
    }
    String alert = words.substring(at + "Received fatal alert: ".length());
    boolean certificate =
        alert.contains("certificate")
            || alert.equals("unknown_ca")
            || alert.equals("access_denied");
    if (certificate || (alert.equals("handshake_failure") && shown)) {
      return failure(Kind.CLIENT_CERTIFICATE, broker, clientCertificate(alert, broker));
    }
    return failure(
        Kind.TLS,
        broker,
        "the broker ended the TLS handshake with " + alert + "; we speak TLS 1.2 and 1.3");
  }

  private static String clientCertificate(String alert, BrokerSettings broker) {
    return broker.certFile() == null
        ? "the broker wants a client certificate (it says " + alert + "); set certFile and keyFile"
        : "the broker refused our client certificate "
            + broker.certFile()
            + " (it says "
            + alert
            + "); check that it is registered there, not expired, and that the file holds its chain";
  }

  private static String dates(List<X509Certificate> chain, Instant now) {
    for (X509Certificate certificate : chain) {
      Instant from = certificate.getNotBefore().toInstant();
      Instant until = certificate.getNotAfter().toInstant();
      if (now.isBefore(from) || now.isAfter(until)) {
        return "the certificate of "
            + certificate.getSubjectX500Principal().getName()
            + (now.isAfter(until) ? " has expired" : " is not valid yet")
            + ": valid from "
            + from
            + " to "
            + until
            + ", this device's clock says "
            + now
            + "; set the clock if it is wrong, else renew the broker's certificate";
      }
    }
    return "a certificate in the broker's chain or in caFile is not valid now; this device's clock"
        + " says "
        + now
        + "; set the clock if it is wrong, else renew that certificate";
  }

  private static String untrusted(List<X509Certificate> chain, BrokerSettings broker) {
    String issuer =
        chain.isEmpty()
            ? "an unknown authority"
            : "`" + chain.getLast().getIssuerX500Principal().getName() + "`";
    return "the broker's certificate is signed by "
        + issuer
        + ", which "
        + (broker.caFile() == null
            ? "is not among the system's authorities; set caFile to that authority's certificate"
            : "is not in caFile " + broker.caFile() + "; put that authority's certificate there");
  }

  private static LinkFailure other(
      IOException e, BrokerSettings broker, Endpoint endpoint, boolean shown) {
    String words = String.valueOf(e.getMessage());
    if (words.contains("Unsupported or unrecognized SSL message")) {
      return failure(
          Kind.NO_TLS,
          broker,
          "what listens on port " + endpoint.port() + " does not speak TLS; " + portHint());
    }
    if (cause(e, SocketTimeoutException.class) != null) {
      return failure(
          Kind.NO_TLS,
          broker,
          "no answer to the TLS greeting on port " + endpoint.port() + "; " + portHint());
    }
    boolean closed =
        cause(e, EOFException.class) != null || cause(e, SocketException.class) != null;
    if (closed && shown) {
      return failure(
          Kind.CLIENT_CERTIFICATE, broker, clientCertificate("nothing and hangs up", broker));
    }
    if (closed) {
      return failure(
          Kind.NO_TLS,
          broker,
          "the connection was closed during the TLS greeting on port "
              + endpoint.port()
              + "; "
              + portHint());
    }
    return failure(Kind.TLS, broker, "the TLS handshake failed: " + words);
  }

  private static String portHint() {
    return "TLS is usually on 8883; use tcp:// only where a plain connection is wanted";
  }

  private static String names(List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      return "nobody";
    }
    X509Certificate broker = chain.getFirst();
    Set<String> names = new TreeSet<>();
    try {
      Collection<List<?>> alternatives = broker.getSubjectAlternativeNames();
      for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (name.getFirst() instanceof Integer type && NAMES.contains(type)) {
          names.add(String.valueOf(name.get(1)));
        }
      }
    } catch (CertificateParsingException e) {
      names.add("unreadable names");
    }
    return names.isEmpty() ? broker.getSubjectX500Principal().getName() : String.join(", ", names);
  }

  private static LinkFailure failure(Kind kind, BrokerSettings broker, String text) {
    return new LinkFailure(kind, broker + ": " + text);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}

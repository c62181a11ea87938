package io.busbar.appliance.cloud;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts one certificate, by its SHA-256 fingerprint; its name and dates count all the same. */
final class PinnedTrust extends X509ExtendedTrustManager {
  private static final String BY_SOCKET = "a broker is only judged on its socket";

  private final String fingerprint;

  /** The broker showed a certificate that is not the pinned one. */
  static final class OtherCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;

    OtherCertificateException(String got, String want) {
      super("got a certificate with the SHA-256 fingerprint " + got + ", want " + want);
    }
  }

  /**
   * Trust in one certificate.
   *
   * @param fingerprint 64 hex digits, with or without colons
   */
  PinnedTrust(String fingerprint) {
    this.fingerprint = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    judge(chain[0]).checkServerTrusted(new X509Certificate[] {chain[0]}, authType, socket);
  }

  /** PKIX with this certificate as the only authority: it verifies the name by the socket. */
  private X509ExtendedTrustManager judge(X509Certificate broker) throws CertificateException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(broker.getEncoded());
      String got = HexFormat.of().formatHex(digest);
      if (!got.equals(fingerprint)) {
        throw new OtherCertificateException(got, fingerprint);
      }
      // A certificate that is an authority itself is not asked for its dates.
      broker.checkValidity();
      KeyStore only = KeyStore.getInstance("PKCS12");
      only.load(null, null);
      only.setCertificateEntry("broker", broker);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(only);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificateException(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException(BY_SOCKET);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException(BY_SOCKET);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException(BY_SOCKET);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException(BY_SOCKET);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException(BY_SOCKET);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}

package io.busbar.appliance.cloud;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificates and keys as somebody hands them in, held to what a connection will want of them. A
 * text is read in memory alone.
 */
public final class PemText {
  private PemText() {}

  /**
   * Every certificate of a text, at least one.
   *
   * @param name what the text is called where something is wrong with it
   * @throws IllegalArgumentException it has none, or one is damaged; says what to do
   */
  public static List<X509Certificate> certificates(String name, String text) {
    try {
      return TlsFiles.certificates(name, text);
    } catch (LinkException e) {
      throw new IllegalArgumentException(e.failure().text(), e);
    }
  }

  /**
   * The private key of a text.
   *
   * @param name what the text is called where something is wrong with it
   * @throws IllegalArgumentException it has none that a connection can use; says what to do
   */
  public static PrivateKey key(String name, String text) {
    try {
      return TlsFiles.key(name, text);
    } catch (LinkException e) {
      throw new IllegalArgumentException(e.failure().text(), e);
    }
  }

  /** Whether a key is that of a certificate. */
  public static boolean belongs(PrivateKey key, X509Certificate certificate) {
    try {
      TlsFiles.requireBelongs(key, certificate.getPublicKey(), "it", "it");
      return true;
    } catch (LinkException | GeneralSecurityException e) {
      return false; // Of another kind, or of another certificate: the same to whoever asks.
    }
  }
}

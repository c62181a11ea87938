package io.busbar.appliance.cloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of a TLS connection, read anew for each attempt so that a renewal needs no restart.
 */
final class TlsFiles {
  /** One PEM block (RFC 7468): its label and its Base64 body. Text around blocks is allowed. */
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /** In a name of RFC 2253. */
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]+)");

  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");
  private static final char[] NO_PASSWORD = {};

  private TlsFiles() {}

  /**
   * Who may vouch for a broker: one certificate alone, the authorities of a file, or the system's.
   *
   * @throws LinkException the file cannot be used; says which and why
   */
  static X509ExtendedTrustManager trust(BrokerSettings broker) throws LinkException {
    if (broker.fingerprint() != null) {
      return new PinnedTrust(broker.fingerprint());
    }
    String caFile = broker.caFile();
    try {
      KeyStore authorities = null;
      if (caFile != null) {
        authorities = emptyStore();
        for (X509Certificate authority : certificates(caFile)) {
          authorities.setCertificateEntry("ca" + authorities.size(), authority);
        }
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(authorities);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw unusable("caFile " + (caFile == null ? "of the system" : caFile), e.getMessage(), e);
    }
  }

  /**
   * What proves who we are.
   *
   * @return nothing when no client certificate is configured
   * @throws LinkException a file cannot be used; says which, why and how to convert it
   */
  static KeyManager[] identity(@Nullable String certFile, @Nullable String keyFile)
      throws LinkException {
    if (certFile == null && keyFile == null) {
      return new KeyManager[0];
    }
    if (certFile == null || keyFile == null) {
      throw unusable(
          "client certificate", "got only one of certFile and keyFile, want both or none");
    }
    List<X509Certificate> chain = certificates(certFile);
    PrivateKey key = key(keyFile, text(keyFile));
    try {
      requireBelongs(key, chain.getFirst().getPublicKey(), certFile, keyFile);
      KeyStore store = emptyStore();
      store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw unusable("certFile " + certFile, e.getMessage(), e);
    }
  }

  /** The CN of the first certificate of a file; null when it has none. */
  static @Nullable String commonName(String file) {
    try {
      String subject = certificates(file).getFirst().getSubjectX500Principal().getName();
      Matcher name = COMMON_NAME.matcher(subject);
      return name.find() ? name.group(1) : null;
    } catch (LinkException e) {
      // Told for itself when the file is used.
      return null;
    }
  }

  private static List<X509Certificate> certificates(String file) throws LinkException {
    return certificates(file, text(file));
  }

  /**
   * Every certificate of a PEM text.
   *
   * @param file what the text is called
   * @throws LinkException it has none, or one is damaged
   */
  static List<X509Certificate> certificates(String file, String text) throws LinkException {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.label().equals("CERTIFICATE")) {
        try {
          found.add(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(decode(file, block))));
        } catch (GeneralSecurityException e) {
          throw unusable(file, "certificate " + (found.size() + 1) + " is damaged", e);
        }
      }
    }
    if (found.isEmpty()) {
      throw unusable(
          file,
          "holds no PEM certificate; want -----BEGIN CERTIFICATE-----; a DER file is converted with:"
              + " openssl x509 -inform der -in "
              + file
              + " -out cert.pem");
    }
    return found;
  }

  /**
   * The private key of a PEM text.
   *
   * @param file what the text is called
   * @throws LinkException it has none that can be used
   */
  static PrivateKey key(String file, String text) throws LinkException {
    for (Block block : blocks(text)) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return pkcs8(file, decode(file, block));
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
          return older(file, block);
        }
        case "DSA PRIVATE KEY" ->
            throw unusable(
                file, "got a DSA key, want RSA, EC or Ed25519: TLS takes no DSA keys any more");
        case "ENCRYPTED PRIVATE KEY" -> throw encrypted(file);
        default -> {
          // Certificates and parameters may stand in the same file.
        }
      }
    }
    throw unusable(
        file,
        "holds no private key; want -----BEGIN PRIVATE KEY----- (PKCS#8) or -----BEGIN RSA PRIVATE KEY----- (PKCS#1), not"
            + " encrypted");
  }

  /** PKCS#1 or SEC 1; an encrypted one has headers before its body (RFC 1421). */
  private static PrivateKey older(String file, Block block) throws LinkException {
    if (block.base64().contains("ENCRYPTED")) {
      throw encrypted(file);
    }
    byte[] body = decode(file, block);
    try {
      return pkcs8(file, block.label().startsWith("RSA") ? Pkcs1.rsa(body) : Pkcs1.ec(body));
    } catch (IllegalArgumentException e) {
      throw unusable(file, e.getMessage(), e);
    }
  }

  private static LinkException encrypted(String file) {
    return unusable(
        file,
        "the key is encrypted, want it plain; convert it with: openssl pkcs8 -in "
            + file
            + " -out key8.pem");
  }

  private static PrivateKey pkcs8(String file, byte[] body) throws LinkException {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(body));
      } catch (InvalidKeySpecException e) {
        // Of another kind; the next one may fit.
      } catch (GeneralSecurityException e) {
        throw unusable(file, e.getMessage(), e);
      }
    }
    throw unusable(
        file, "the key is damaged or of a kind that is not known; want RSA, EC or Ed25519");
  }

  /** A key of another certificate would only show as a handshake failure without a reason. */
  static void requireBelongs(PrivateKey key, PublicKey certified, String certFile, String keyFile)
      throws GeneralSecurityException, LinkException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    byte[] probe = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    boolean belongs;
    try {
      signature.initVerify(certified);
      signature.update(probe);
      belongs = signature.verify(signed);
    } catch (GeneralSecurityException e) {
      throw unusable(keyFile, "its key does not belong to the certificate in " + certFile, e);
    }
    if (!belongs) {
      throw unusable(keyFile, "its key does not belong to the certificate in " + certFile);
    }
  }

  private record Block(String label, String base64) {}

  private static String text(String file) throws LinkException {
    try {
      return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unusable(file, "cannot be read: " + e, e);
    }
  }

  private static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private static byte[] decode(String file, Block block) throws LinkException {
    try {
      return Base64.getMimeDecoder().decode(block.base64().strip());
    } catch (IllegalArgumentException e) {
      throw unusable(file, "its " + block.label() + " is damaged: " + e.getMessage(), e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static LinkException unusable(String what, String why) {
    return new LinkException(LinkFailure.Kind.FILES, what + ": " + why);
  }

  private static LinkException unusable(String what, @Nullable String why, Throwable cause) {
    return new LinkException(new LinkFailure(LinkFailure.Kind.FILES, what + ": " + why), cause);
  }
}

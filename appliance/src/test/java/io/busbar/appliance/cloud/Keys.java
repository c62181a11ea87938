package io.busbar.appliance.cloud;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Authorities and certificates for tests, made by the JDK's keytool in a folder. */
public final class Keys {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private final Path folder;

  public Keys(Path folder) {
    this.folder = folder;
  }

  /** A new authority; {@code <name>.pem} is its certificate. */
  public Keys authority(String name) throws Exception {
    return keyPair(name, "EC", "-ext", "bc:c");
  }

  /**
   * A certificate signed by an authority: {@code <name>.pem} with its chain, {@code <name>.key}.
   *
   * @param more further words for keytool -genkeypair
   */
  public Keys certificate(String name, String authority, String algorithm, String... more)
      throws Exception {
    List<String> words = new ArrayList<>(List.of("-signer", authority));
    words.addAll(List.of(more));
    return keyPair(name, algorithm, words.toArray(new String[0]));
  }

  private Keys keyPair(String name, String algorithm, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("-genkeypair", "-keystore", store(), "-storepass", new String(PASSWORD)));
    words.addAll(List.of("-alias", name, "-dname", "CN=" + name, "-keyalg", algorithm));
    words.addAll(List.of(more));
    keytool(words);
    KeyStore all = load();
    StringBuilder chain = new StringBuilder();
    for (Certificate certificate : all.getCertificateChain(name)) {
      chain.append(block("CERTIFICATE", certificate.getEncoded()));
    }
    Files.writeString(Path.of(pem(name)), chain);
    Files.writeString(
        Path.of(key(name)), block("PRIVATE KEY", all.getKey(name, PASSWORD).getEncoded()));
    return this;
  }

  /** The key without its PKCS#8 wrapping: what is in the last octet string. */
  String olderKey(String name, String label) throws Exception {
    byte[] whole = load().getKey(name, PASSWORD).getEncoded();
    for (int at = 0; at < whole.length; at++) {
      int length = whole[at] == 0x30 ? sequenceLength(whole, at) : 0;
      if (at > 20 && at + length == whole.length) {
        byte[] inner = Arrays.copyOfRange(whole, at, whole.length);
        return block(label, label.startsWith("EC") ? withCurve(inner, whole) : inner);
      }
    }
    throw new IllegalStateException("no key in a key");
  }

  /** Java leaves the curve out of the inner key, openssl writes it there. */
  private static byte[] withCurve(byte[] inner, byte[] whole) {
    // 30 .. 02 01 00 30 .. 06 07 {id-ecPublicKey} 06 len {curve}
    int at = 3;
    while (whole[at] != 6) {
      at++;
    }
    at += 2 + whole[at + 1];
    byte[] curve = Arrays.copyOfRange(whole, at, at + 2 + whole[at + 1]);
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    int header = (inner[1] & 0xff) == 0x81 ? 3 : 2;
    key.write(0x30);
    key.write(0x81);
    key.write(inner.length - header + 2 + curve.length);
    key.write(inner, header, inner.length - header);
    key.write(0xa0);
    key.write(curve.length);
    key.writeBytes(curve);
    return key.toByteArray();
  }

  /** Of a DER sequence, header included; 0 when it is none. */
  private static int sequenceLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return switch (first) {
      case 0x81 -> 3 + (der[at + 2] & 0xff);
      case 0x82 -> 4 + (((der[at + 2] & 0xff) << 8) | (der[at + 3] & 0xff));
      default -> 2 + first;
    };
  }

  /** SHA-256, as openssl writes it. */
  public String fingerprint(String name) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(load().getCertificate(name).getEncoded());
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
  }

  public String pem(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  public String key(String name) {
    return folder.resolve(name + ".key").toString();
  }

  /** What a broker with this certificate speaks TLS with; it trusts one authority. */
  SSLContext context(String name, String authority) throws Exception {
    KeyStore all = load();
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(name, all.getKey(name, PASSWORD), PASSWORD, all.getCertificateChain(name));
    own.setCertificateEntry(authority, all.getCertificate(authority));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(own);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  static String block(String label, byte[] body) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(body)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private KeyStore load() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(Path.of(store()).toFile(), PASSWORD);
  }

  private String store() {
    return folder.resolve("all.p12").toString();
  }

  private static void keytool(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(words);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    process.getInputStream().transferTo(said);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + said.toString(StandardCharsets.UTF_8));
    }
  }
}

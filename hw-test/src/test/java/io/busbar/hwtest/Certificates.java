package io.busbar.hwtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and what it signs, made by the JDK's keytool, as PEM files and key stores. */
final class Certificates {
  static final String PASSWORD = "changeit";
  private static final int VALID_DAYS = 30;
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path folder;
  private final String authority;

  /** A certificate with its key. */
  record Identity(Path certificate, Path key, Path keyStore) {}

  /**
   * Makes an authority.
   *
   * @param authority its name, unique in the folder
   */
  Certificates(Path folder, String authority)
      throws IOException, InterruptedException, GeneralSecurityException {
    this.folder = folder;
    this.authority = authority;
    generate(authority, "-ext", "bc:c");
    writePem(authorityFile(), "CERTIFICATE", open().getCertificate(authority).getEncoded());
  }

  /** The authority's certificate. */
  Path authorityFile() {
    return folder.resolve(authority + ".pem");
  }

  /** A certificate for a name such as {@code dns:localhost}, valid from now on. */
  Identity signed(String alias, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    return signed(alias, name, "-1d");
  }

  /** A certificate that ended a week ago. */
  Identity expired(String alias, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    return signed(alias, name, "-37d");
  }

  /** A certificate that ends so soon from now on. */
  Identity signedFor(String alias, String name, Duration life)
      throws IOException, InterruptedException, GeneralSecurityException {
    return signed(alias, name, "-%dd+%dS".formatted(VALID_DAYS, life.toSeconds()));
  }

  private Identity signed(String alias, String name, String from)
      throws IOException, InterruptedException, GeneralSecurityException {
    generate(alias, "-signer", authority, "-ext", "san=" + name, "-startdate", from);
    KeyStore all = open();
    Key key = all.getKey(alias, PASSWORD.toCharArray());
    Certificate[] chain = all.getCertificateChain(alias);
    return new Identity(
        writePem(folder.resolve(alias + ".pem"), "CERTIFICATE", chain[0].getEncoded()),
        writePem(folder.resolve(alias + ".key"), "PRIVATE KEY", key.getEncoded()),
        writeStore(alias, key, chain));
  }

  /** A key store with this one alone, for a server that must not choose. */
  private Path writeStore(String alias, Key key, Certificate[] chain)
      throws IOException, GeneralSecurityException {
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(alias, key, PASSWORD.toCharArray(), chain);
    Path file = folder.resolve(alias + ".p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      one.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static Path writePem(Path file, String kind, byte[] bytes) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(kind, LINES.encodeToString(bytes)));
  }

  private KeyStore open() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store())) {
      keys.load(file, PASSWORD.toCharArray());
    }
    return keys;
  }

  /** Everything that this authority made. */
  private Path store() {
    return folder.resolve(authority + "-all.p12");
  }

  private void generate(String alias, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-validity", Integer.toString(VALID_DAYS)));
    command.addAll(List.of("-keystore", store().toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(List.of(more));
    Path log = folder.resolve("keytool.out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command + ":\n" + Files.readString(log));
    }
  }
}

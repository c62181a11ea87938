package io.busbar.hwtest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and what it signs, made by the JDK's keytool, as PEM files and key stores. */
final class Certificates {
  static final String PASSWORD = "changeit";
  private final Path folder;
  private final String authority;

  /** A certificate with its key. */
  record Identity(Path certificate, Path key, Path keyStore) {}

  /**
   * Makes an authority.
   *
   * @param authority its name, unique in the folder
   */
  Certificates(Path folder, String authority) throws IOException, InterruptedException {
    this.folder = folder;
    this.authority = authority;
    keytool(
        authority,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=" + authority,
        "-ext",
        "bc:c",
        "-validity",
        "30");
    keytool(authority, "-exportcert", "-rfc", "-file", authorityFile().toString());
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

  private Identity signed(String alias, String name, String from)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path request = folder.resolve(alias + ".csr");
    Path certificate = folder.resolve(alias + ".pem");
    keytool(
        alias, "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + alias);
    keytool(alias, "-certreq", "-file", request.toString());
    keytool(
        authority,
        "-gencert",
        "-rfc",
        "-infile",
        request.toString(),
        "-outfile",
        certificate.toString(),
        "-ext",
        "san=" + name,
        "-startdate",
        from,
        "-validity",
        "30");
    keytoolIn(alias, authority, "-importcert", "-noprompt", "-file", authorityFile().toString());
    keytool(alias, "-importcert", "-noprompt", "-file", certificate.toString());
    return new Identity(certificate, pemKey(alias), store(alias));
  }

  private Path pemKey(String alias) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store(alias))) {
      keys.load(file, PASSWORD.toCharArray());
    }
    Key key = keys.getKey(alias, PASSWORD.toCharArray());
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return Files.writeString(
        folder.resolve(alias + ".key"),
        "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
  }

  private Path store(String name) {
    return folder.resolve(name + ".p12");
  }

  private void keytool(String alias, String... arguments) throws IOException, InterruptedException {
    keytoolIn(alias, alias, arguments);
  }

  private void keytoolIn(String store, String alias, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-alias",
            alias,
            "-keystore",
            store(store).toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD));
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

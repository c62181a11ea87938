package io.busbar.appliance.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.cloud.PemText;
import io.busbar.appliance.process.WholeFile;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.web.Certificates;
import io.busbar.web.Console.ConfigDocument.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PEM files in {@code keys} of the data folder. Each is readable by the appliance alone, and is
 * checked in memory before it is written.
 */
public final class ConsoleCertificates implements Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleCertificates.class);
  private static final String KEYS = "keys";
  private static final String AUTHORITIES = "-ca.pem";
  private static final String CERTIFICATE = "-cert.pem";
  private static final String KEY = "-key.pem";
  private static final int MOST_CHARS = 200_000;
  private static final long MOST_BYTES = 1_000_000;
  private static final Duration SOON = Duration.ofDays(60);

  /** With their endings, names are as a backup takes them. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,53}");

  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}");
  private static final List<String> SETTINGS = List.of("caFile", "certFile", "keyFile");

  private final Path folder;
  private final ConfigDoor door;
  private final InstantSource clock;

  /**
   * @param data the data folder
   * @param door tells which connections name a file
   */
  public ConsoleCertificates(Path data, ConfigDoor door, InstantSource clock) {
    this.folder = data.resolve(KEYS);
    this.door = door;
    this.clock = clock;
  }

  @Override
  public synchronized List<CertificateView> all() {
    Map<String, List<String>> used = used();
    List<CertificateView> views = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      String text = read(file);
      List<String> users = used.getOrDefault(name, List.of());
      views.add(text == null ? other(name, "unreadable", users) : view(name, text, users));
    }
    return views;
  }

  private CertificateView view(String name, String text, List<String> users) {
    X509Certificate first = firstCertificate(name, text);
    if (first == null) {
      return other(name, isKey(name, text) ? "key" : "unreadable", users);
    }
    boolean authority = name.endsWith(AUTHORITIES) || first.getBasicConstraints() >= 0;
    return new CertificateView(
        name,
        authority ? "authority" : "certificate",
        first.getSubjectX500Principal().getName(),
        first.getIssuerX500Principal().getName(),
        first.getNotBefore().toInstant(),
        first.getNotAfter().toInstant(),
        state(first),
        fingerprint(first),
        users);
  }

  private static CertificateView other(String name, String kind, List<String> users) {
    return new CertificateView(name, kind, "", "", null, null, kind, "", users);
  }

  private String state(X509Certificate certificate) {
    Instant now = clock.instant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      return "expired";
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      return "early";
    }
    return now.plus(SOON).isAfter(end) ? "soon" : "valid";
  }

  @Override
  public synchronized Kept put(String name, Upload upload) {
    List<Fault> faults = new ArrayList<>();
    if (!NAME.matcher(name).matches()) {
      faults.add(
          new Fault(
              "/name",
              "got another text, want 1 to 54 letters, digits, _ - and ., not a . at first"));
    }
    Map<String, String> files = new LinkedHashMap<>();
    if (upload.authorities() != null) {
      check("/authorities", upload.authorities(), faults, PemText::certificates);
      files.put(name + AUTHORITIES, upload.authorities());
    }
    if (faults.isEmpty() && (upload.certificate() != null || upload.key() != null)) {
      pair(name, upload, faults, files);
    }
    if (files.isEmpty() && faults.isEmpty()) {
      faults.add(new Fault("", "got nothing, want authorities, or a certificate with its key"));
    }
    return faults.isEmpty() ? keep(name, files) : new Kept.Refused(faults);
  }

  /** A key or certificate alone must fit the other one that is there already. */
  private void pair(String name, Upload upload, List<Fault> faults, Map<String, String> files) {
    String certificate = given(upload.certificate(), name + CERTIFICATE);
    String key = given(upload.key(), name + KEY);
    if (certificate == null) {
      faults.add(new Fault("/certificate", "missing; the key needs the certificate it belongs to"));
      return;
    }
    if (key == null) {
      faults.add(new Fault("/key", "missing; the certificate needs its private key"));
      return;
    }
    List<X509Certificate> chain = check("/certificate", certificate, faults, PemText::certificates);
    PrivateKey secret = check("/key", key, faults, PemText::key);
    if (chain != null && secret != null && !PemText.belongs(secret, chain.getFirst())) {
      faults.add(
          new Fault(
              upload.key() == null ? "/certificate" : "/key",
              "the key does not belong to the certificate of "
                  + chain.getFirst().getSubjectX500Principal().getName()));
    }
    if (upload.key() != null) {
      files.put(name + KEY, key);
    }
    if (upload.certificate() != null) {
      files.put(name + CERTIFICATE, certificate);
    }
  }

  private @Nullable String given(@Nullable String upload, String file) {
    Path there = folder.resolve(file);
    return upload != null || !Files.isRegularFile(there) ? upload : read(there);
  }

  private interface Reading<T> {
    T of(String name, String text);
  }

  private static <T> @Nullable T check(
      String path, String text, List<Fault> faults, Reading<T> reading) {
    if (text.length() > MOST_CHARS) {
      faults.add(
          new Fault(path, "got " + text.length() + " characters, want at most " + MOST_CHARS));
      return null;
    }
    try {
      return reading.of("it", text);
    } catch (IllegalArgumentException e) {
      faults.add(new Fault(path, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private Kept keep(String name, Map<String, String> files) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.ISO_8859_1);
        WholeFile.write(folder.resolve(file.getKey()), content);
      }
    } catch (IOException e) {
      LOG.error("certificates: not saved to {}", folder, e);
      return new Kept.NotSaved(
          "cannot write " + folder + ": " + e.getMessage() + "; is the disk full or read-only?");
    }
    LOG.info("certificates: {} are new", files.keySet());
    return new Kept.Done(
        in(files, name + AUTHORITIES), in(files, name + CERTIFICATE), in(files, name + KEY));
  }

  private static @Nullable String in(Map<String, String> files, String name) {
    return files.containsKey(name) ? name : null;
  }

  @Override
  public synchronized Removed remove(String file) {
    Path there = folder.resolve(FILE.matcher(file).matches() ? file : "-");
    if (!Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
      return new Removed.Unknown();
    }
    List<String> users = used().getOrDefault(file, List.of());
    if (!users.isEmpty()) {
      return new Removed.Not(
          file + " is used by " + String.join(", ", users) + "; take it out there first");
    }
    try {
      Files.delete(there);
      return new Removed.Done();
    } catch (IOException e) {
      LOG.error("certificates: {} cannot be removed", file, e);
      return new Removed.Not("cannot remove " + file + ": " + e.getMessage());
    }
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(file -> FILE.matcher(file.getFileName().toString()).matches())
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String read(Path file) {
    try {
      return Files.size(file) > MOST_BYTES
          ? null
          : Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      LOG.warn("certificates: {} cannot be read: {}", file, e.toString());
      return null;
    }
  }

  private static @Nullable X509Certificate firstCertificate(String name, String text) {
    try {
      return PemText.certificates(name, text).getFirst();
    } catch (IllegalArgumentException e) {
      return null; // A key, or nothing that can be used: the list says which.
    }
  }

  private static boolean isKey(String name, String text) {
    try {
      PemText.key(name, text);
      return true;
    } catch (IllegalArgumentException e) {
      return false; // Told as unreadable in the list.
    }
  }

  /** Connections by the files that they name, with or without the folder. */
  private Map<String, List<String>> used() {
    Map<String, List<String>> used = new LinkedHashMap<>();
    try {
      JsonNode document = DocumentSchema.mapper().readTree(door.read().json());
      for (JsonNode connector : document.path("connectors")) {
        for (String setting : SETTINGS) {
          String file = connector.path("broker").path(setting).asText();
          String name = file.substring(file.lastIndexOf('/') + 1);
          if (!name.isEmpty()) {
            List<String> users = used.computeIfAbsent(name, _ -> new ArrayList<>());
            if (!users.contains(connector.path("name").asText())) {
              users.add(connector.path("name").asText());
            }
          }
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration in force is no JSON", e);
    }
    return used;
  }

  /** The SHA-256 fingerprint as people compare it. */
  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

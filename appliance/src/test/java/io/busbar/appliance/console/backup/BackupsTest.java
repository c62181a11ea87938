package io.busbar.appliance.console.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.Kinds;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.RefusedException;
import io.busbar.web.Console.Backups.Packed;
import io.busbar.web.Console.Backups.Restored;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupsTest {
  private static final InstantSource CLOCK = () -> Instant.parse("2026-11-21T10:00:00Z");
  private static final String PASSPHRASE = "größer als zehn 🔌";
  private static final String KEY =
      "-----BEGIN PRIVATE KEY-----\nsentinel-of-the-key\n-----END PRIVATE KEY-----\n";

  private static final String CONFIG =
      """
      {"gateway": {"name": "%s", "serialNumber": "%s"}, "buses": [],
       "connectors": [{"name": "CloudConn", "type": "mindsphere", "enabled": false,
         "broker": {"url": "ssl://broker.example:8883", "clientId": "acme_7",
                    "password": "sentinel-of-the-password", "caFile": "ca.pem",
                    "certFile": "client.pem", "keyFile": "client.key"}}]}
      """;

  @TempDir private Path root = Path.of("");
  private Device one;
  private Device other;

  /** A data folder, and what the appliance on it was last given. */
  private static final class Device {
    final Path data;
    final ConfigFile file;
    final Backups backups;

    Device(Path data, String name, String serialNumber) throws IOException {
      this.data = data;
      this.file = new ConfigFile(data, CLOCK);
      Restore restore =
          new Restore(
              data,
              file,
              (meters, text) ->
                  new ConfigReader(Kinds.busTypes(CLOCK), Kinds.connectorTypes()).read(text),
              this::save);
      this.backups = new Backups(data, file, restore, CLOCK, "0.1.0");
      file.save(bytes(CONFIG.formatted(name, serialNumber)));
    }

    private Outcome save(byte[] text) {
      try {
        file.save(text);
        return new Outcome.Applied(new Stored("{}", ConfigFile.version(text)));
      } catch (IOException e) {
        return new Outcome.NotSaved(e.toString());
      }
    }

    void put(String name, String content) throws IOException {
      Path target = data.resolve(name);
      Files.createDirectories(target.getParent());
      Files.writeString(target, content);
    }

    byte[] backup(@Nullable String passphrase) {
      return assertInstanceOf(Packed.Done.class, backups.write(passphrase)).archive().array();
    }

    String configuration() throws IOException {
      return new String(file.read(), StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void twoDevices() throws IOException {
    one = new Device(root.resolve("one"), "cabinet-1", "00000001");
    one.put("keys/ca.pem", "-----BEGIN CERTIFICATE-----\nsome\n");
    one.put("keys/client.pem", "-----BEGIN CERTIFICATE-----\nother\n");
    one.put("keys/client.key", KEY);
    one.put("meters/acme-one.json", "{}");
    other = new Device(root.resolve("other"), "cabinet-2", "00000002");
    Files.writeString(
        other.data.resolve("config.json"),
        CONFIG.formatted("cabinet-2", "00000002").replace("broker.example", "else.example"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void withAPassphraseEverythingComesBackAndTheSerialNumberStays() throws IOException {
    Restored.Done done =
        assertInstanceOf(
            Restored.Done.class, other.backups.restore(one.backup(PASSPHRASE), PASSPHRASE));
    assertEquals(List.of(), done.missing());
    String now = other.configuration();
    assertTrue(now.contains("cabinet-1") && now.contains("00000002"), now);
    assertFalse(now.contains("00000001"), now);
    assertTrue(now.contains("sentinel-of-the-password"), now);
    assertEquals(KEY, Files.readString(other.data.resolve("keys/client.key")));
    assertEquals(
        PosixFilePermissions.fromString("rw-------"),
        Files.getPosixFilePermissions(other.data.resolve("keys/client.key")));
    assertEquals("{}", Files.readString(other.data.resolve("meters/acme-one.json")));
    assertFalse(Files.exists(other.data.resolve("restore.zip")));
  }

  @Test
  void withoutAPassphraseNoSecretLeavesTheDeviceAndTheOtherSaysWhatIsMissing()
      throws IOException, BackupException {
    byte[] backup = one.backup(null);
    Map<String, byte[]> files = Archive.unpack(backup);
    files.forEach((name, content) ->
        assertFalse(new String(content, StandardCharsets.UTF_8).contains("sentinel"), name));
    assertEquals(
        "[ \"password of CloudConn\", \"keys/client.key\" ]",
        DocumentSchema.mapper()
            .readTree(files.get("manifest.json"))
            .path("lacks")
            .toPrettyString());
    Restored.Done done = assertInstanceOf(Restored.Done.class, other.backups.restore(backup, null));
    assertEquals(List.of("password of CloudConn", "keys/client.key"), done.missing());
    assertFalse(other.configuration().contains("sentinel"), other.configuration());
  }

  @Test
  void onTheSameDeviceTheSecretsThatItHasStay() throws IOException {
    byte[] backup = one.backup(null);
    one.file.save(bytes(CONFIG.formatted("changed", "00000001")));
    Restored.Done done = assertInstanceOf(Restored.Done.class, one.backups.restore(backup, null));
    assertEquals(List.of(), done.missing());
    assertTrue(one.configuration().contains("sentinel-of-the-password"));
    assertTrue(one.configuration().contains("cabinet-1"));
  }

  @Test
  void anotherPassphraseOpensNothingAndChangesNothing() throws IOException {
    String before = other.configuration();
    Restored.Unusable answer =
        assertInstanceOf(
            Restored.Unusable.class,
            other.backups.restore(one.backup(PASSPHRASE), "another passphrase"));
    assertTrue(answer.sentence().startsWith("passphrase: "), answer.sentence());
    assertEquals(before, other.configuration());
    assertFalse(Files.exists(other.data.resolve("keys")));
  }

  @Test
  void aConfigurationThatThisProgramRefusesChangesNothing() throws IOException, BackupException {
    Map<String, byte[]> files = Archive.unpack(one.backup(null));
    files.put("config.json", bytes("{\"gateway\": {\"name\": \"x\"}, \"buses\": 7}"));
    String before = other.configuration();
    Restored.Refused refused =
        assertInstanceOf(Restored.Refused.class, other.backups.restore(Archive.pack(files), null));
    assertTrue(
        refused.problems().stream().anyMatch(one -> one.path().equals("/buses")),
        refused.problems().toString());
    assertEquals(before, other.configuration());
    assertFalse(Files.exists(other.data.resolve("meters")));
    assertFalse(Files.exists(other.data.resolve("restore.zip")));
  }

  @Test
  void aBackupOfANewerProgramIsRefusedWithWhatToDo() throws BackupException {
    Map<String, byte[]> files = Archive.unpack(one.backup(null));
    files.put("manifest.json", bytes("{\"format\": 2, \"program\": \"9.0\"}"));
    Restored.Unusable answer =
        assertInstanceOf(Restored.Unusable.class, other.backups.restore(Archive.pack(files), null));
    assertTrue(answer.sentence().contains("update this one first"), answer.sentence());
  }

  @Test
  void aRestoreThatAPowerCutInterruptsIsEndedByTheNextStart()
      throws IOException, BackupException, RefusedException {
    Map<String, byte[]> files = new TreeMap<>(Archive.unpack(one.backup(null)));
    files.put("config.json", bytes(CONFIG.formatted("cabinet-1", "00000002")));
    Files.write(other.data.resolve("restore.zip"), Archive.pack(files));
    assertTrue(Restore.finish(other.data, other.file));
    assertTrue(other.configuration().contains("cabinet-1"));
    assertEquals("{}", Files.readString(other.data.resolve("meters/acme-one.json")));
    assertFalse(Restore.finish(other.data, other.file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../config.json",
        "/etc/passwd",
        "keys/../users.json",
        "keys/a/b.pem",
        "users.json",
        "keys/.hidden",
        "meters\\x.json",
        "keys/"
      })
  void aNameThatNoBackupHasIsRefused(String name) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    files.put(name, bytes("x"));
    refused(zip(files));
  }

  @Test
  void whatIsNoArchiveOrDamagedOrABombIsRefused() throws IOException {
    refused(new byte[0]);
    refused(bytes("PK is not enough"));
    refused(zip(Map.of("config.json", bytes("{}"))));
    refused(zip(Map.of("config.json", bytes("{}"), "manifest.json", bytes("no JSON"))));
    refused(zip(Map.of("manifest.json", new byte[30_000_000], "config.json", bytes("{}"))));
    byte[] whole = one.backup(null);
    for (int length = 0; length < whole.length - 30; length += 97) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      Restored answer = other.backups.restore(cut, null);
      // Only the list at the end may be cut off: then every file is whole.
      assertTrue(
          answer instanceof Restored.Unusable || answer instanceof Restored.Done, "" + length);
    }
    assertArrayEquals(whole, one.backup(null));
  }

  private void refused(byte[] archive) throws IOException {
    String before = other.configuration();
    assertInstanceOf(Restored.Unusable.class, other.backups.restore(archive, null));
    assertEquals(before, other.configuration());
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}

package io.busbar.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.access.AccessControl;
import io.busbar.appliance.access.AccessControl.Claim;
import io.busbar.appliance.access.AccessControl.Login;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.drivers.modbus.RegisterLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedTest {
  private static final String PASSWORD = "three words do well";
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String SEED =
      """
      {"users": [{"name": "admin", "role": "admin", "language": "de", "passwordHash": "%s"},
                 {"name": "ines", "role": "installer", "passwordHash": "%s"}],
       "config": "first.json", "keys": ["client.pem"]}
      """;

  @TempDir private Path folder = Path.of("");
  private Path data = Path.of("");
  private Path boot = Path.of("");
  private Path file = Path.of("");
  private String hash = "";

  @BeforeEach
  void prepare() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    boot = Files.createDirectory(folder.resolve("boot"));
    file = boot.resolve("busbar-seed.json");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    AccessControl maker = new AccessControl(elsewhere, CLOCK, System::nanoTime);
    Claim made = maker.claim(PASSWORD, "en", null, "127.0.0.1");
    assertInstanceOf(Claim.Done.class, made);
    hash = maker.accounts().users().getFirst().password();
    Files.writeString(
        boot.resolve("first.json"),
        "{\"gateway\": {\"name\": \"fleet-7\"}, \"buses\": [], \"connectors\": []}");
    Files.writeString(boot.resolve("client.pem"), "-----BEGIN CERTIFICATE-----");
    Files.writeString(file, SEED.formatted(hash, hash));
  }

  @Test
  void theApplianceIsSomebodysAndNothingOfTheSeedIsLeft() throws Exception {
    AccessControl access = access();
    assertEquals("taken and deleted: 2 users, 1 keys, a configuration", take(access));
    assertInstanceOf(Login.In.class, access.enter("admin", PASSWORD, "127.0.0.1"));
    assertInstanceOf(Login.In.class, access.enter("ines", PASSWORD, "127.0.0.1"));
    assertTrue(Files.readString(data.resolve("config.json")).contains("fleet-7"));
    assertTrue(Files.exists(data.resolve("keys/client.pem")));
    assertEmpty(boot);
    assertNull(take(access), "the second start finds none");
  }

  /** A power cut after the users were written and before the file was deleted. */
  @Test
  void whatWasTakenIsNotTakenAgainButDeleted() throws IOException {
    AccessControl access = access();
    access.claim(PASSWORD, "en", null, "127.0.0.1");
    assertEquals("not taken, since the appliance is claimed already; deleted", take(access));
    assertEmpty(boot);
    assertFalse(Files.exists(data.resolve("config.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "passwordHash": "%HASH%"}, | "password": "sesame"}, | plain text
          "passwordHash": "%HASH%"}, | "passwordHash": "sesame"}, | want an Argon2id hash
          m=19456 | m=9999999 | want an Argon2id hash
          "config": "first.json" | "config": "../data/x" | no file of this name
          "client.pem" | "../../etc/shadow" | no file of this name
          "keys" | "Keys" | a key that nobody knows
          "role": "admin" | "role": "root" | want one of
          "role": "admin" | "role": "viewer" | no administrator
          "ines" | "admin" | twice
          {"users" | users | no JSON
          """)
  void whatIsWrongLeavesTheApplianceNobodysAndTheFileWhereItIs(String from, String to, String said)
      throws IOException {
    String text = Files.readString(file);
    String changed = text.replace(from.replace("%HASH%", hash), to);
    assertFalse(changed.equals(text), "the case changes nothing");
    Files.writeString(file, changed);
    AccessControl access = access();
    String outcome = String.valueOf(take(access));
    assertTrue(outcome.startsWith("refused: ") && outcome.contains(said), outcome);
    assertFalse(outcome.contains("sesame"), outcome);
    assertFalse(access.isClaimed());
    assertTrue(Files.exists(file));
  }

  @Test
  void aConfigurationThatIsRefusedIsSaid() throws IOException {
    Files.writeString(boot.resolve("first.json"), "{\"gateway\": {}}");
    AccessControl access = access();
    String outcome = String.valueOf(take(access));
    assertTrue(outcome.startsWith("refused: config: "), outcome);
    assertFalse(Files.exists(data.resolve("config.json")));
    assertFalse(Files.exists(data.resolve("keys")));
  }

  private @Nullable String take(AccessControl access) throws IOException {
    RegisterLibrary meters = new RegisterLibrary(data.resolve("meters"));
    return new Seed(
            file,
            data,
            new ConfigFile(data, CLOCK),
            Kinds.configReader(CLOCK, meters, data),
            access)
        .take();
  }

  private AccessControl access() {
    return new AccessControl(data, CLOCK, System::nanoTime);
  }

  private static void assertEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }
}

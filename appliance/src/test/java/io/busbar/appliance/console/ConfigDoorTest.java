package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.Kinds;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.RefusedException;
import io.busbar.web.Console.Adoption;
import io.busbar.web.Console.ConfigDocument.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDoorTest {
  private static final String GOOD =
      """
      { "gateway": {"name": "%s"}, "buses": [],
        "connectors": [
          {"name": "CloudConn", "type": "mindsphere",
           "broker": {"url": "tcp://localhost:1883", "clientId": "acme_7", "password": "%s"}}]}
      """;

  @TempDir private Path folder = Path.of("");
  private final List<Config> applied = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();

  @Test
  void aPasswordNeverComesOutAndStaysWhenItsMarkComesBack() throws IOException {
    ConfigDoor door = door();
    assertInstanceOf(Outcome.Applied.class, door.replace(bytes("a", "sesame"), null));
    String shown = door.read().json();
    assertFalse(shown.contains("sesame"), shown);
    assertInstanceOf(
        Outcome.Applied.class,
        door.replace(shown.replace("\"a\"", "\"b\"").getBytes(StandardCharsets.UTF_8), null));
    assertEquals("b", applied.getLast().gateway().name());
    assertEquals("sesame", applied.getLast().connectors().getFirst().common().broker().password());
    assertTrue(Files.readString(folder.resolve("config.json")).contains("sesame"));
  }

  @Test
  void aRenamedConnectionKeepsItsPassword() {
    ConfigDoor door = door();
    door.replace(bytes("a", "sesame"), null);
    String renamed = door.read().json().replace("CloudConn", "Plant");
    assertInstanceOf(
        Outcome.Applied.class, door.replace(renamed.getBytes(StandardCharsets.UTF_8), null));
    Config.Cloud<?> cloud = applied.getLast().connectors().getFirst();
    assertEquals("Plant", cloud.name());
    assertEquals("sesame", cloud.common().broker().password());
  }

  @Test
  void aConnectionIsTriedWithItsKnownPasswordAndNothingIsSaved() throws Exception {
    ConfigDoor door = door();
    door.replace(bytes("a", "sesame"), null);
    String version = door.read().version();
    ObjectNode connector =
        (ObjectNode)
            DocumentSchema.mapper().readTree(door.read().json()).path("connectors").path(0);
    connector.withObject("/broker").put("url", "ssl://other:8883");
    Config.Cloud<?> tried = door.candidate("CloudConn", connector);
    assertEquals("sesame", tried.common().broker().password());
    assertEquals("ssl://other:8883", tried.common().broker().url());
    assertEquals(version, door.read().version());
    connector.withObject("/broker").put("url", "gopher://other");
    RefusedException refused =
        assertThrows(RefusedException.class, () -> door.candidate("CloudConn", connector));
    assertEquals("/broker/url", refused.problems().getFirst().path());
  }

  @Test
  void aChangeOnAnOldVersionIsRefused() {
    ConfigDoor door = door();
    door.replace(bytes("a", "x"), null);
    String version = door.read().version();
    assertInstanceOf(Outcome.Applied.class, door.replace(bytes("b", "x"), version));
    assertInstanceOf(Outcome.Outdated.class, door.replace(bytes("c", "x"), version));
    assertEquals("b", applied.getLast().gateway().name());
  }

  @Test
  void whatIsTriedOutAndNotConfirmedGoesAgain() {
    ConfigDoor door = door();
    door.replace(bytes("a", "sesame"), null);
    door.tryOut(bytes("b", "other"), null, Duration.ofMinutes(2));
    door.tryOut(bytes("c", "other"), null, Duration.ofMinutes(2));
    assertEquals("c", applied.getLast().gateway().name());
    assertEquals(door.read().version(), Objects.requireNonNull(door.trial()).version());
    later.getFirst().run(); // The time of the first trial is no matter of the second.
    assertEquals("c", applied.getLast().gateway().name());
    later.getLast().run();
    assertEquals("a", applied.getLast().gateway().name());
    assertEquals("sesame", applied.getLast().connectors().getFirst().common().broker().password());
    assertNull(door.trial());
    assertNull(door.alarm());
  }

  @Test
  void whatIsTriedOutAndConfirmedStays() {
    ConfigDoor door = door();
    door.replace(bytes("a", "x"), null);
    door.tryOut(bytes("b", "x"), null, Duration.ofMinutes(2));
    assertFalse(door.confirm("0123456789abcdef"));
    assertTrue(door.confirm(door.read().version()));
    assertFalse(door.confirm(door.read().version()));
    later.forEach(Runnable::run);
    assertEquals("b", applied.getLast().gateway().name());
    assertFalse(Files.exists(folder.resolve("config.before-trial.json")));
  }

  @Test
  void whatIsTriedOutCanBeTakenBackAtOnce() {
    ConfigDoor door = door();
    door.replace(bytes("a", "sesame"), null);
    door.tryOut(bytes("b", "other"), null, Duration.ofMinutes(2));
    assertFalse(door.takeBack("0123456789abcdef"));
    assertTrue(door.takeBack(door.read().version()));
    assertEquals("a", applied.getLast().gateway().name());
    assertNull(door.trial());
    assertFalse(door.takeBack(door.read().version()));
    later.forEach(Runnable::run);
    assertEquals("a", applied.getLast().gateway().name());
  }

  @Test
  void whatIsSavedForGoodDuringATrialStays() {
    ConfigDoor door = door();
    door.replace(bytes("a", "x"), null);
    door.tryOut(bytes("b", "x"), null, Duration.ofMinutes(2));
    door.replace(bytes("c", "x"), null);
    later.forEach(Runnable::run);
    assertEquals("c", applied.getLast().gateway().name());
  }

  @Test
  void aStartInTheMiddleOfATrialBringsBackWhatWasBefore() {
    ConfigDoor door = door();
    door.replace(bytes("a", "x"), null);
    door.tryOut(bytes("b", "x"), null, Duration.ofMinutes(2));
    ConfigDoor next = door();
    next.load(null);
    assertEquals("a", applied.getLast().gateway().name());
    assertNull(next.trial());
    assertNull(next.alarm());
  }

  @Test
  void aRefusedConfigurationChangesNothing() throws IOException {
    ConfigDoor door = door();
    door.replace(bytes("a", "x"), null);
    String before = Files.readString(folder.resolve("config.json"));
    assertInstanceOf(
        Outcome.Refused.class, door.replace("{}".getBytes(StandardCharsets.UTF_8), null));
    assertInstanceOf(
        Outcome.Refused.class, door.replace("[1]".getBytes(StandardCharsets.UTF_8), null));
    assertInstanceOf(
        Outcome.Refused.class, door.replace("{\"ga".getBytes(StandardCharsets.UTF_8), null));
    assertEquals(before, Files.readString(folder.resolve("config.json")));
    assertEquals(1, applied.size());
  }

  @Test
  void startsOnTheNewestOlderVersionWhenTheSavedOneIsDamaged() throws IOException {
    ConfigDoor door = door();
    door.replace(bytes("a", "x"), null);
    door.replace(bytes("b", "x"), null);
    Files.writeString(folder.resolve("config.json"), "{\"gateway\": ");
    ConfigDoor again = door();
    again.load(null);
    assertEquals("a", applied.getLast().gateway().name());
    assertTrue(String.valueOf(again.alarm()).contains("running on the older version"));
    assertInstanceOf(Outcome.Applied.class, again.replace(bytes("c", "x"), null));
    assertNull(again.alarm());
  }

  @Test
  void theFirstConfigurationIsUsedOnlyWhileThereIsNone() {
    ConfigDoor door = door();
    door.load(bytes("first", "x"));
    assertEquals("first", applied.getLast().gateway().name());
    ConfigDoor again = door();
    again.load(bytes("second", "x"));
    assertEquals("first", applied.getLast().gateway().name());
  }

  @Test
  void saysThatNothingIsConfiguredYet() {
    ConfigDoor door = door();
    door.load(null);
    assertTrue(String.valueOf(door.alarm()).contains("not configured yet"));
  }

  @Test
  void aHeardDeviceIsAdoptedThroughTheSameDoor() throws IOException {
    ConfigDoor door = door();
    String radio =
        """
        {"name": "Radio", "type": "dash7", "port": "/dev/ttyACM0", "devices": []}\
        """;
    String first =
        GOOD.formatted("a", "sesame").replace("\"buses\": []", "\"buses\": [" + radio + "]");
    assertInstanceOf(
        Outcome.Applied.class, door.replace(first.getBytes(StandardCharsets.UTF_8), null));
    Adoption energy = new Adoption("Radio", "Energy_4", "323636300039004C", "camexia-energy");
    assertInstanceOf(Outcome.Applied.class, door.adopt(energy));
    assertEquals(
        "Energy_4", applied.getLast().buses().getFirst().driver().devices().getLast().name());
    assertTrue(Files.readString(folder.resolve("config.json")).contains("sesame"));
    assertRefused("/buses/0/devices/1/name", door.adopt(energy));
    assertRefused(
        "/buses/0/devices/1/uid", door.adopt(new Adoption("Radio", "B", "32", "camexia-energy")));
    assertRefused(
        "/buses/0/devices/1/layout",
        door.adopt(new Adoption("Radio", "B", "323636300039004D", "camexia")));
    assertRefused("/bus", door.adopt(new Adoption("Lan", "B", "323636300039004D", "x")));
    assertEquals(2, applied.size());
  }

  private static void assertRefused(String path, Outcome outcome) {
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, outcome);
    assertTrue(
        refused.problems().stream().anyMatch(problem -> problem.path().equals(path)),
        refused::toString);
  }

  @Test
  void saysWhenTheConfigurationCannotBeWritten() throws IOException {
    Files.createFile(folder.resolve("config.d"));
    ConfigDoor door = door();
    assertInstanceOf(Outcome.NotSaved.class, door.replace(bytes("a", "x"), null));
    assertTrue(applied.isEmpty());
  }

  private ConfigDoor door() {
    ConfigReader reader =
        new ConfigReader(Kinds.busTypes(InstantSource.system()), Kinds.connectorTypes());
    return new ConfigDoor(
        new ConfigFile(folder, InstantSource.system()),
        reader,
        applied::add,
        (delay, work) -> later.add(work));
  }

  private static byte[] bytes(String name, String password) {
    return GOOD.formatted(name, password).getBytes(StandardCharsets.UTF_8);
  }
}

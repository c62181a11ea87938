package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.ApplianceProcess.Surroundings;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.torn.Crash;
import io.busbar.hwtest.torn.Op;
import io.busbar.hwtest.torn.StraceLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Torn and reordered writes: scenario R-05 of docs/fault-programme.md. strace records what the
 * appliance does to its data folder in two lives with an outage and changes of the configuration;
 * then power cuts are reckoned from it (see {@link Crash}). {@code -Dloops=N} reckons more of them,
 * {@code -Dstarts=N} starts the appliance on more.
 *
 * <p>Two recordings are never alike, so a seed alone repeats nothing: what fails names the folder
 * of its recording and the seed of its cut, and {@code -Drecorded=FOLDER -Dseed=N -Dloops=1}
 * reckons that one again.
 */
@NeedsPeer(Peer.STRACE)
class TornWritesIT {
  private static final int CUTS = Integer.getInteger("loops", 150);
  private static final int STARTS = Integer.getInteger("starts", 2);
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the gateway is called in the course of two lives. */
  private static final Set<String> NAMES =
      Set.of("cabinet", "name1", "name2", "name3", "name4", "name5", "name6", "name7", "name8");

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  private final Set<String> saved = new HashSet<>();

  @Test
  void whateverPartOfTheLastWritesIsThereTheFolderIsGood() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Path recorded = recorded();
    List<Op> ops = StraceLog.read(recorded.resolve("strace.txt"), recorded.resolve("data"));
    System.out.println("  -Drecorded=" + recorded + " -Dseed=" + seed);
    assertTrue(ops.size() > 200, () -> "only " + ops.size() + " operations were recorded");
    long most = 0;
    for (int cut = 0; cut < CUTS; cut++) {
      most = Math.max(most, check(ops, seed + cut));
    }
    System.out.printf("  %d operations, %d cuts, up to %d Sends certain%n", ops.size(), CUTS, most);
    assertTrue(most > 100 || CUTS == 1, "nothing was certain in any of them");
    for (int start = 0; start < STARTS; start++) {
      Random random = new Random(seed + start);
      startsOn(new Crash(ops.subList(0, ops.size() / 2 + random.nextInt(ops.size() / 2))), random);
    }
  }

  /** Where a recording of two lives is. */
  private Path recorded() throws Exception {
    String before = System.getProperty("recorded");
    if (before != null) {
      saved.addAll(NAMES);
      return Path.of(before);
    }
    Files.createDirectories(cabinet.data());
    cabinet.surround(
        Surroundings.behind(StraceLog.recording(cabinet.folder().resolve("strace.txt"))));
    live();
    live();
    cabinet.surround(Surroundings.HERE);
    assertEquals(NAMES, saved);
    return cabinet.folder();
  }

  /** Reckons one cut and judges what is left; returns how many Sends were certain. */
  private long check(List<Op> ops, long seed) throws IOException {
    Random random = new Random(seed);
    // Seeds that follow each other begin alike.
    random.nextLong();
    int done = 1 + random.nextInt(ops.size());
    Crash crash = new Crash(ops.subList(0, done));
    String cut = "the cut of seed " + seed + ", after operation " + done;
    Map<String, byte[]> certain = crash.certain();
    Map<String, byte[]> left = crash.possible(random);
    checkConfig(certain, left, cut);
    try {
      return checkOutbox(certain, left, cut);
    } catch (SQLException e) {
      throw new AssertionError(cut, e);
    }
  }

  /** One life with 200 Sends that must wait and three changes of the configuration. */
  private void live() throws Exception {
    ApplianceProcess appliance =
        Files.exists(cabinet.data().resolve("config.json"))
            ? cabinet.restart()
            : cabinet.appliance(
                CabinetConfig.empty()
                    .cloud("Cloud", "tcp://127.0.0.1:1")
                    .load()
                    .spillAfter("500ms"));
    Load load = new Load(appliance);
    saved.add(appliance.api().get("/api/v1/config").at("/gateway/name").asText());
    for (int change = 0; change < 4; change++) {
      load.put(50);
      ObjectNode config = (ObjectNode) appliance.api().get("/api/v1/config");
      String name = "name" + saved.size();
      ((ObjectNode) config.path("gateway")).put("name", name);
      assertEquals(200, appliance.api().put("/api/v1/config", config).statusCode());
      saved.add(name);
    }
    await()
        .atMost(Cabinet.SOON)
        .until(() -> {
          JsonNode backlog = Cabinet.connector(appliance, "Cloud").path("backlog");
          return backlog.path("stored").asLong() == backlog.path("waiting").asLong();
        });
    cabinet.stop();
  }

  private void checkConfig(Map<String, byte[]> certain, Map<String, byte[]> left, String cut)
      throws IOException {
    byte[] config = left.get("config.json");
    assertTrue(
        config != null || !certain.containsKey("config.json"),
        () -> cut + ": the configuration is gone");
    if (config != null) {
      String name = JSON.readTree(config).at("/gateway/name").asText();
      assertTrue(saved.contains(name), () -> cut + ": a configuration of nobody: " + name);
    }
  }

  /** Returns how many Sends were certain, all of which must be there. */
  private long checkOutbox(Map<String, byte[]> certain, Map<String, byte[]> left, String cut)
      throws IOException, SQLException {
    Set<Long> must = rows(certain, false);
    Set<Long> there = rows(left, true);
    must.removeAll(there);
    assertEquals(Set.of(), must, cut + ": certain and lost");
    return there.size();
  }

  /** The numbers of the Sends in the outbox; none where there is no outbox yet. */
  private Set<Long> rows(Map<String, byte[]> files, boolean check)
      throws IOException, SQLException {
    Path folder = Files.createTempDirectory(cabinet.folder(), "cut");
    Set<Long> rows = new HashSet<>();
    for (String part : List.of("outbox.db", "outbox.db-wal", "outbox.db-journal")) {
      if (files.containsKey(part)) {
        Files.write(folder.resolve(part), files.get(part));
      }
    }
    if (files.containsKey("outbox.db")) {
      try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder + "/outbox.db");
          Statement ask = db.createStatement()) {
        if (check) {
          assertEquals("ok", text(ask, "PRAGMA integrity_check"), folder::toString);
        }
        if (text(ask, "SELECT count(*) FROM sqlite_schema WHERE name = 'sends'").equals("1")) {
          try (ResultSet row = ask.executeQuery("SELECT id FROM sends")) {
            while (row.next()) {
              rows.add(row.getLong(1));
            }
          }
        }
      }
    }
    // What failed stays to be looked at.
    try (Stream<Path> parts = Files.list(folder)) {
      for (Path part : parts.toList()) {
        Files.delete(part);
      }
    }
    Files.delete(folder);
    return rows;
  }

  private static String text(Statement ask, String sql) throws SQLException {
    try (ResultSet row = ask.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void startsOn(Crash crash, Random random) throws Exception {
    Map<String, byte[]> left = crash.possible(random);
    long certain = rows(crash.certain(), false).size();
    cabinet.moveTo("started" + certain);
    Crash.write(left, cabinet.data());
    long start = System.nanoTime();
    ApplianceProcess appliance = cabinet.restart();
    assertTrue(System.nanoTime() - start < STARTS_WITHIN.toNanos());
    String alarms = appliance.api().get("/api/v1/status").path("alarms").toString();
    assertTrue(!alarms.contains("damaged"), alarms);
    long waiting = Cabinet.connector(appliance, "Cloud").path("backlog").path("waiting").asLong();
    System.out.println("  started on a cut: " + certain + " certain, " + waiting + " wait");
    assertTrue(waiting >= certain, alarms);
    appliance.kill();
  }
}

package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Dropped;
import io.busbar.appliance.store.Outbox.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole outbox against lists in memory: random appends, takes, acknowledgements, releases,
 * outages, clean restarts and power cuts. {@code -Doutbox.seed=N} repeats one run, {@code
 * -Doutbox.runs=N} makes more of them.
 */
class OutboxModelTest {
  private static final int STEPS = 120;

  @TempDir(factory = InMemory.class)
  Path folder;

  @Test
  void losesNothingRepeatsNothingAndKeepsTheOrder() throws Exception {
    Integer only = Integer.getInteger("outbox.seed");
    int runs = only == null ? Integer.getInteger("outbox.runs", 400) : 1;
    for (int i = 0; i < runs; i++) {
      int seed = only == null ? i : only;
      try {
        new Run(seed, folder.resolve("run" + seed)).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("repeat with -Doutbox.seed=" + seed, e);
      }
    }
  }

  /** What one connector's queue must be. */
  private static final class Model {
    /** Not acknowledged, in order. */
    final List<Long> waiting = new ArrayList<>();

    /** Acknowledged before a power cut, maybe not deleted: these may come again. */
    final Set<Long> ghosts = new HashSet<>();

    final Set<Long> unsettled = new HashSet<>();
    final Set<Long> settled = new HashSet<>();
    final List<Entry> inFlight = new ArrayList<>();

    /** In flight when the link broke; their acknowledgements may still come. */
    final List<Entry> late = new ArrayList<>();

    final Map<Long, Long> sequences = new HashMap<>();
    int ghostsWaiting;
    int cursor;
    long lastTaken;

    void restart() {
      cursor = 0;
      lastTaken = 0;
      late.clear();
      inFlight.clear();
    }
  }

  private static final class Run {
    private final Random random;
    private final Path folder;
    private final Limits limits;
    private final Cabinet cabinet = new Cabinet();
    private final Map<String, Model> models = new HashMap<>();
    private final Set<Long> everGiven = new HashSet<>();
    private Path file;
    private SqliteOutbox outbox;
    private long nextId;
    private int lives;

    Run(int seed, Path folder) throws Exception {
      this.random = new Random(seed);
      this.folder = folder;
      this.limits = Cabinet.limits(Duration.ofSeconds(seed % 4 == 0 ? 0 : 5));
      Files.createDirectories(folder);
      this.file = folder.resolve("outbox.db");
      this.outbox = cabinet.open(file, limits);
      for (String connector : List.of("A", "B", "C")) {
        models.put(connector, new Model());
      }
    }

    void play() throws Exception {
      for (int i = 0; i < STEPS; i++) {
        String connector = List.of("A", "B", "C").get(random.nextInt(3));
        Model model = model(connector);
        int dice = random.nextInt(100);
        if (dice < 30) {
          append(connector, model);
        } else if (dice < 45) {
          take(connector, model, 1 + random.nextInt(12));
        } else if (dice < 60) {
          acknowledge(connector, model, model.inFlight);
        } else if (dice < 65) {
          acknowledge(connector, model, model.late);
        } else if (dice < 70) {
          release(connector, model);
        } else if (dice < 75) {
          outbox.queue(connector).online(random.nextBoolean());
        } else if (dice < 90) {
          cabinet.pass(Duration.ofMillis(random.nextInt(4000)));
        } else if (dice < 94) {
          restart();
        } else if (dice < 97) {
          powerCut();
        } else if (dice < 98) {
          remove(connector);
        } else {
          Cabinet.settle(outbox);
        }
        for (int steps = random.nextInt(3); steps > 0; steps--) {
          outbox.step();
        }
        check();
      }
      restart();
      for (String connector : models.keySet()) {
        everythingComes(connector, model(connector));
      }
      outbox.close();
    }

    private Model model(String connector) {
      return Objects.requireNonNull(models.get(connector));
    }

    private void append(String connector, Model model) {
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        outbox.append(Cabinet.send(connector, nextId));
        model.waiting.add(nextId++);
      }
    }

    private int take(String connector, Model model, int most) throws InterruptedException {
      List<Entry> taken = outbox.queue(connector).take(most, 0);
      assertTrue(taken.size() <= most);
      for (Entry entry : taken) {
        long id = Cabinet.id(entry);
        assertTrue(entry.sequence() > model.lastTaken, "order");
        assertFalse(model.settled.contains(id), () -> id + " comes again after it was settled");
        model.lastTaken = entry.sequence();
        if (!model.ghosts.contains(id)) {
          assertEquals(model.waiting.get(model.cursor++), id);
        }
        Long before = model.sequences.putIfAbsent(id, entry.sequence());
        if (before == null) {
          assertTrue(everGiven.add(entry.sequence()), "a sequence number given twice");
        } else {
          assertEquals(before, entry.sequence(), "the number of one Send changed");
        }
        model.inFlight.add(entry);
      }
      return taken.size();
    }

    private void acknowledge(String connector, Model model, List<Entry> from) {
      List<Entry> some = from.stream().filter(_ -> random.nextInt(4) > 0).toList();
      from.removeAll(some);
      Set<Long> fresh = new HashSet<>();
      for (Entry entry : some) {
        long id = Cabinet.id(entry);
        int index = model.waiting.indexOf(id);
        if (index >= 0) {
          model.waiting.remove(index);
          model.cursor -= index < model.cursor ? 1 : 0;
          fresh.add(id);
        } else if (model.ghosts.remove(id)) {
          model.ghostsWaiting--;
          fresh.add(id);
        }
      }
      model.unsettled.addAll(fresh);
      outbox
          .queue(connector)
          .acknowledge(
              some,
              () -> {
                model.unsettled.removeAll(fresh);
                model.settled.addAll(fresh);
              });
    }

    private void release(String connector, Model model) {
      outbox.queue(connector).release();
      List<Entry> open = List.copyOf(model.inFlight);
      model.restart();
      model.late.addAll(open);
    }

    private void restart() {
      outbox.close();
      for (Model model : models.values()) {
        assertEquals(Set.of(), model.unsettled, "a clean stop deletes what is acknowledged");
        model.restart();
      }
      outbox = cabinet.open(file, limits);
    }

    private void powerCut() throws Exception {
      Path after = Cabinet.cut(file, folder.resolve("life" + ++lives));
      for (Map.Entry<String, Model> each : models.entrySet()) {
        Model model = each.getValue();
        Backlog backlog = outbox.queue(each.getKey()).backlog();
        long ghostsStored = Math.min(model.ghostsWaiting, backlog.stored());
        int safe = (int) (backlog.stored() - ghostsStored);
        model.waiting.subList(safe, model.waiting.size()).clear();
        model.ghosts.addAll(model.unsettled);
        model.unsettled.clear();
        model.restart();
      }
      SqliteOutbox old = outbox;
      Map<Model, Set<Long>> settled = new HashMap<>();
      models.values().forEach(model -> settled.put(model, Set.copyOf(model.settled)));
      old.close();
      for (Model model : models.values()) {
        model.settled.clear();
        model.settled.addAll(Objects.requireNonNull(settled.get(model)));
      }
      file = after;
      outbox = cabinet.open(file, limits);
      for (Map.Entry<String, Model> each : models.entrySet()) {
        Model model = each.getValue();
        long waiting = outbox.queue(each.getKey()).backlog().waiting();
        model.ghostsWaiting = (int) waiting - model.waiting.size();
        assertTrue(model.ghostsWaiting >= 0, "what was stored is lost");
        assertTrue(model.ghostsWaiting <= model.ghosts.size(), "something came from nowhere");
      }
    }

    private void remove(String connector) {
      Set<String> others = new HashSet<>(models.keySet());
      others.remove(connector);
      outbox.retain(others);
      assertEquals(0, outbox.queue(connector).backlog().waiting());
      models.put(connector, new Model());
      Cabinet.settle(outbox);
    }

    private void check() {
      assertNull(outbox.alarm());
      models.forEach((connector, model) -> {
        Backlog backlog = outbox.queue(connector).backlog();
        assertEquals(model.waiting.size() + model.ghostsWaiting, backlog.waiting());
        assertTrue(backlog.stored() <= backlog.waiting());
        assertEquals(Dropped.NONE, backlog.dropped());
      });
    }

    private void everythingComes(String connector, Model model) throws InterruptedException {
      do {
        Cabinet.settle(outbox);
      } while (take(connector, model, 10) > 0);
      assertEquals(model.waiting.size(), model.cursor, "all that waits was handed out");
    }
  }
}

package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.store.FailPoints.Point;
import io.busbar.appliance.store.Limits.GiveUp;
import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole outbox against lists in memory: random appends, takes, acknowledgements, releases,
 * outages, clean restarts, power cuts between and within its transactions, and budgets that are too
 * small; one half of the runs takes all in order, the other what is live first. {@code
 * -Doutbox.seed=N} repeats one run, {@code -Doutbox.runs=N} makes more of them.
 */
class OutboxModelTest {
  private static final int STEPS = 120;

  @TempDir(factory = InMemory.class)
  Path folder;

  @Test
  void losesNothingRepeatsNothingAndKeepsTheOrder() throws Exception {
    play(120, GiveUp.OLDEST, false);
  }

  @Test
  void givesUpTheOldestAndKnowsHowMany() throws Exception {
    play(12, GiveUp.OLDEST, true);
  }

  @Test
  void givesUpTheNewestAndKnowsHowMany() throws Exception {
    play(12, new GiveUp(StoreSettings.DROP_NEWEST, 2, null), true);
  }

  @Test
  void thinsAndKnowsHowMany() throws Exception {
    play(12, new GiveUp(StoreSettings.THIN, 3, null), true);
  }

  private void play(int usual, GiveUp giveUp, boolean small) throws Exception {
    Integer only = Integer.getInteger("outbox.seed");
    int runs = only == null ? Integer.getInteger("outbox.runs", usual) : 1;
    for (int i = 0; i < runs; i++) {
      int seed = only == null ? i : only;
      try {
        new Run(seed, folder.resolve("run" + seed), giveUp, small).play();
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

    /** Never came: by the budget, as far as that is seen from what came after it. */
    long missed;

    final List<Entry> inFlight = new ArrayList<>();

    /** In flight when the link broke; their acknowledgements may still come. */
    final List<Entry> late = new ArrayList<>();

    /** In flight, by their ids. */
    final Set<Long> taken = new HashSet<>();

    final Map<Part, Long> last = new EnumMap<>(Part.class);
    final Map<Long, Long> sequences = new HashMap<>();
    int ghostsWaiting;

    void restart() {
      taken.clear();
      last.clear();
      late.clear();
      inFlight.clear();
    }

    List<Long> untaken() {
      return waiting.stream().filter(id -> !taken.contains(id)).toList();
    }

    void settle(Set<Long> gone) {
      unsettled.removeAll(gone);
      settled.addAll(gone);
    }
  }

  /** What a power cut left. */
  private record Cut(Path file, Map<Model, Certain> certain) {}

  /**
   * What one queue may rely on at that moment.
   *
   * @param stored how many that wait are on the disk
   * @param unsettled acknowledged, and maybe still on the disk
   */
  private record Certain(long stored, Set<Long> settled, Set<Long> unsettled) {}

  private static final class Run {
    private final Random random;
    private final Path folder;
    private final Limits limits;
    private final Cabinet cabinet = new Cabinet();
    private final Map<String, Model> models = new HashMap<>();
    private final Set<Long> everGiven = new HashSet<>();
    private Path file;
    private SqliteOutbox outbox;
    private final boolean small;
    private final List<Part> parts;
    private final FailPoints failPoints = this::pass;
    private long nextId;
    private int lives;

    /** What a power cut at a fail point left; null when there was none. */
    private @Nullable Cut cut;

    private int passesToCut = Integer.MAX_VALUE;

    Run(int seed, Path folder, GiveUp giveUp, boolean small) throws Exception {
      this.random = new Random(seed);
      this.folder = folder;
      this.small = small;
      this.parts =
          seed % 2 == 0
              ? List.of(Part.LIVE, Part.BACKLOG)
              : List.of(Part.BACKLOG, Part.LIVE_IN_TURN);
      Limits usual = Cabinet.limits(Duration.ofSeconds(seed % 8 < 2 ? 0 : 5));
      this.limits =
          new Limits(
              usual.spillNanos(),
              small ? 16 * 4096 : usual.fileBytes(),
              usual.commitNanos(),
              usual.commitRows(),
              usual.memoryReadings(),
              usual.pageRows(),
              usual.sequences(),
              usual.ballastBytes(),
              giveUp);
      Files.createDirectories(folder);
      this.file = folder.resolve("outbox.db");
      this.outbox = open();
      for (String connector : List.of("A", "B", "C")) {
        models.put(connector, new Model());
      }
    }

    private SqliteOutbox open() {
      return cabinet.open(file, limits, failPoints);
    }

    private void pass(Point point) {
      if (--passesToCut == 0) {
        try {
          cut = cut();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private Cut cut() throws IOException {
      Path left = Cabinet.cut(file, folder.resolve("life" + ++lives));
      Map<Model, Certain> certain = new HashMap<>();
      models.forEach((connector, model) -> {
        long stored = outbox.queue(connector).backlog().stored();
        certain.put(
            model,
            new Certain(
                stored - Math.min(model.ghostsWaiting, stored),
                Set.copyOf(model.settled),
                Set.copyOf(model.unsettled)));
      });
      return new Cut(left, certain);
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
          acknowledge(connector, model, some(model.inFlight), true);
        } else if (dice < 65) {
          for (Entry entry : some(model.late)) {
            acknowledge(connector, model, List.of(entry), false);
          }
        } else if (dice < 70) {
          release(connector, model);
        } else if (dice < 75) {
          outbox.queue(connector).online(random.nextBoolean());
        } else if (dice < 90) {
          cabinet.pass(Duration.ofMillis(random.nextInt(4000)));
        } else if (dice < 94) {
          restart();
        } else if (dice < 96 && !small) {
          cut = cut();
        } else if (dice < 97 && !small) {
          passesToCut = 1 + random.nextInt(6);
        } else if (dice < 98) {
          remove(connector);
        } else {
          Cabinet.settle(outbox);
        }
        for (int steps = random.nextInt(3); steps > 0 && cut == null; steps--) {
          outbox.step();
        }
        if (cut != null) {
          powerCut(cut);
        }
        check();
      }
      passesToCut = Integer.MAX_VALUE;
      cut = null;
      if (random.nextBoolean()) {
        restart();
      }
      for (String connector : models.keySet()) {
        everythingComes(connector, model(connector));
      }
      outbox.close();
    }

    private Model model(String connector) {
      return Objects.requireNonNull(models.get(connector));
    }

    private void append(String connector, Model model) {
      for (int n = 1 + random.nextInt(small ? 300 : 12); n > 0; n--) {
        if (small && n % 20 == 0) {
          Cabinet.settle(outbox);
        }
        outbox.append(Cabinet.send(connector, nextId));
        model.waiting.add(nextId++);
      }
    }

    private int take(String connector, Model model, int most) {
      int all = 0;
      for (Part part : parts) {
        List<Entry> taken = outbox.queue(connector).take(part, most);
        assertTrue(taken.size() <= most);
        taken.forEach(entry -> took(model, part, entry));
        all += taken.size();
      }
      return all;
    }

    private void took(Model model, Part part, Entry entry) {
      long id = Cabinet.id(entry);
      boolean past = part == Part.LIVE;
      for (Map.Entry<Part, Long> other : model.last.entrySet()) {
        boolean follows = other.getKey() == part || parts.contains(Part.LIVE_IN_TURN);
        assertTrue(!follows || entry.sequence() > other.getValue(), "order");
      }
      assertFalse(model.settled.contains(id), () -> id + " comes again after it was settled");
      model.last.put(part, entry.sequence());
      if (!model.ghosts.contains(id)) {
        List<Long> untaken = model.untaken();
        int index = untaken.indexOf(id);
        assertTrue(index >= 0, () -> id + " is none that waits and was not taken");
        assertTrue(small || past || index == 0, () -> "something before " + id + " is missing");
        if (!past) {
          model.missed += index;
          model.waiting.removeAll(untaken.subList(0, index));
        }
      }
      model.taken.add(id);
      Long before = model.sequences.putIfAbsent(id, entry.sequence());
      if (before == null) {
        assertTrue(everGiven.add(entry.sequence()), "a sequence number given twice");
      } else {
        assertEquals(before, entry.sequence(), "the number of one Send changed");
      }
      model.inFlight.add(entry);
    }

    private List<Entry> some(List<Entry> from) {
      List<Entry> some = from.stream().filter(_ -> random.nextInt(4) > 0).toList();
      from.removeAll(some);
      return some;
    }

    /**
     * @param sure whether each must count; one of an earlier connection may be ignored
     */
    private void acknowledge(String connector, Model model, List<Entry> some, boolean sure) {
      Set<Long> fresh = new HashSet<>();
      for (Entry entry : some) {
        long id = Cabinet.id(entry);
        if (model.waiting.contains(id) || model.ghosts.contains(id)) {
          fresh.add(id);
        }
      }
      Outbox.Queue queue = outbox.queue(connector);
      long before = queue.backlog().acknowledged();
      boolean[] settled = new boolean[1];
      Set<Long> gone = new HashSet<>();
      queue.acknowledge(
          some,
          () -> {
            settled[0] = true;
            model.settle(gone);
          });
      long counted = queue.backlog().acknowledged() - before;
      assertTrue(counted == fresh.size() || (!sure && counted == 0), "an acknowledgement is lost");
      if (counted > 0) {
        gone.addAll(fresh);
        model.waiting.removeAll(fresh);
        fresh.stream().filter(model.ghosts::remove).forEach(_ -> model.ghostsWaiting--);
        model.unsettled.addAll(fresh);
      }
      if (settled[0]) {
        model.settle(gone);
      }
      if (random.nextBoolean()) {
        queue.hurry();
      }
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
      outbox = open();
    }

    private void powerCut(Cut now) throws Exception {
      passesToCut = Integer.MAX_VALUE;
      cut = null;
      outbox.close();
      Path copy = Cabinet.cut(now.file(), folder.resolve("copy" + lives));
      try (SqliteOutbox witness = cabinet.open(copy, limits)) {
        for (Map.Entry<String, Model> each : models.entrySet()) {
          List<Long> left = Cabinet.ids(Cabinet.drain(witness, witness.queue(each.getKey())));
          resume(each.getValue(), left, Objects.requireNonNull(now.certain().get(each.getValue())));
        }
      }
      file = now.file();
      outbox = open();
    }

    private static void resume(Model model, List<Long> left, Certain certain) {
      List<Long> waiting = left.stream().filter(model.waiting::contains).toList();
      assertTrue(waiting.size() >= certain.stored(), "what was stored is lost");
      assertEquals(
          model.waiting.subList(0, waiting.size()), waiting, "the oldest are stored first");
      Set<Long> ghosts = new HashSet<>(left);
      waiting.forEach(ghosts::remove);
      model.ghosts.addAll(certain.unsettled());
      assertTrue(model.ghosts.containsAll(ghosts), "something came from nowhere");
      assertTrue(
          ghosts.stream().noneMatch(certain.settled()::contains), "settled, and there again");
      model.waiting.retainAll(waiting);
      model.ghosts.retainAll(ghosts);
      model.ghostsWaiting = ghosts.size();
      model.unsettled.clear();
      model.settled.retainAll(certain.settled());
      model.restart();
    }

    private void remove(String connector) {
      passesToCut = Integer.MAX_VALUE;
      Set<String> others = new HashSet<>(models.keySet());
      others.remove(connector);
      outbox.retain(others);
      assertEquals(0, outbox.queue(connector).backlog().waiting());
      models.put(connector, new Model());
      Cabinet.settle(outbox);
    }

    private void check() {
      assertTrue(small || outbox.alarm() == null, outbox::alarm);
      models.forEach((connector, model) -> {
        Backlog backlog = outbox.queue(connector).backlog();
        long unseen = backlog.dropped().count() - model.missed;
        assertEquals(model.waiting.size() + model.ghostsWaiting - unseen, backlog.waiting());
        assertTrue(backlog.stored() <= backlog.waiting());
        assertTrue(unseen >= 0);
        assertTrue(small || unseen == 0);
      });
    }

    private void everythingComes(String connector, Model model) {
      do {
        Cabinet.settle(outbox);
      } while (take(connector, model, 10) > 0);
      model.missed += model.untaken().size();
      assertEquals(
          model.missed,
          outbox.queue(connector).backlog().dropped().count(),
          "all that waits was handed out");
    }
  }
}

package io.busbar.appliance.store;

import io.busbar.appliance.store.Change.Batch;
import io.busbar.appliance.store.FailPoints.Point;
import io.busbar.appliance.store.Lanes.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a new file in the place of a damaged one, in steps each of which a power cut may end: the
 * new file is whole before the damaged one goes out of the way.
 */
final class Replacement {
  private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

  private final Path file;
  private final Limits limits;
  private final FailPoints failPoints;

  /**
   * @param aside where the damaged file lies now
   * @param saved Sends that were read out of it
   */
  record Done(Path aside, long saved) {}

  Replacement(Path file, Limits limits, FailPoints failPoints) {
    this.file = file;
    this.limits = limits;
    this.failPoints = failPoints;
  }

  private static Path next(Path file) {
    return file.resolveSibling(file.getFileName() + ".next");
  }

  /** Ends what a power cut has left half done: only a whole new file is alone. */
  static void resume(Path file) throws StoreException {
    if (!Files.exists(file) && Files.exists(next(file))) {
      try {
        Durable.move(next(file), file);
      } catch (IOException e) {
        throw new StoreException(StoreException.Kind.DISK, e.toString());
      }
    }
  }

  /**
   * Replaces the damaged file.
   *
   * @param kept what the new file must hold besides what can be saved
   * @param hurry whether to end the saving
   * @throws StoreException the new file cannot be written; the damaged one still has its place
   */
  Done replace(List<Kept> kept, BooleanSupplier hurry, InstantSource clock) throws StoreException {
    try {
      return inSteps(kept, hurry, clock);
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.DISK, e.toString());
    }
  }

  private Done inSteps(List<Kept> kept, BooleanSupplier hurry, InstantSource clock)
      throws IOException, StoreException {
    Path next = next(file);
    for (String part : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(next.resolveSibling(next.getFileName() + part));
    }
    long saved;
    try (OutboxFile fresh = new OutboxFile(next, limits.fileBytes(), failPoints)) {
      fresh.commit(new Change(List.of(), kept.stream().map(Replacement::batch).toList(), 0));
      saved = save(fresh, kept, hurry);
    }
    Durable.sync(next);
    failPoints.pass(Point.SAVED);
    Path aside = DamagedFile.moveAside(file, clock.instant());
    failPoints.pass(Point.MOVED_ASIDE);
    Durable.move(next, file);
    return new Done(aside, saved);
  }

  private long save(OutboxFile fresh, List<Kept> kept, BooleanSupplier hurry)
      throws StoreException {
    Map<String, Set<Long>> acknowledged =
        kept.stream().collect(Collectors.toMap(Kept::connector, Kept::acknowledged));
    try {
      return new Salvage(fresh, acknowledged, hurry).from(file);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      LOG.error("{}: there is no room for all that could be saved of it", file);
      return kept.stream().mapToLong(each -> each.entries().size()).sum();
    }
  }

  private static Batch batch(Kept kept) {
    return new Batch(kept.connector(), List.of(), kept.entries(), kept.dropped());
  }
}

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
import java.util.function.Supplier;
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
  private List<Kept> kept = List.of();
  private long saved;

  /**
   * @param aside where the damaged file lies now
   * @param saved Sends that were read out of it
   * @param kept what the new file was given besides
   */
  record Done(Path aside, long saved, List<Kept> kept) {}

  Replacement(Path file, Limits limits, FailPoints failPoints) {
    this.file = file;
    this.limits = limits;
    this.failPoints = failPoints;
  }

  /**
   * Ends what a power cut has left half done: a new file that is ready takes its place, and one
   * that is not goes.
   */
  static void resume(Path file, InstantSource clock) throws StoreException {
    try {
      delete(beside(file, ".next"));
      Path ready = beside(file, ".ready");
      if (Files.exists(ready)) {
        DamagedFile.moveAside(file, clock.instant());
        Durable.move(ready, file);
      }
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.DISK, e.toString());
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static void delete(Path database) throws IOException {
    for (String part : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(beside(database, part));
    }
  }

  /**
   * Replaces the damaged file. After a failure it can be called again, and goes on where it was.
   *
   * @param now what the new file must hold besides what can be saved
   * @param hurry whether to end the saving
   * @throws StoreException the disk takes nothing now
   */
  Done replace(Supplier<List<Kept>> now, BooleanSupplier hurry, InstantSource clock)
      throws StoreException {
    try {
      Path ready = beside(file, ".ready");
      if (!Files.exists(ready)) {
        kept = now.get();
        write(beside(file, ".next"), hurry);
        Durable.move(beside(file, ".next"), ready);
      }
      failPoints.pass(Point.SAVED);
      // Its WAL goes first: left alone, it would be taken for the new file's.
      Path aside = DamagedFile.moveAside(file, clock.instant());
      failPoints.pass(Point.MOVED_ASIDE);
      Durable.move(ready, file);
      return new Done(aside, saved, kept);
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.DISK, e.toString());
    }
  }

  private void write(Path next, BooleanSupplier hurry) throws IOException, StoreException {
    delete(next);
    try (OutboxFile fresh = new OutboxFile(next, limits.fileBytes(), failPoints)) {
      fresh.commit(new Change(List.of(), kept.stream().map(Replacement::batch).toList(), 0));
      saved = save(fresh, hurry);
    }
    Durable.sync(next);
  }

  private long save(OutboxFile fresh, BooleanSupplier hurry) throws StoreException {
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

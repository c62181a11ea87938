package io.busbar.appliance.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much room the disk has for a history, which is the first to go: with less than a fifth of the
 * disk it is told, with less than a tenth nothing more is recorded, and with less than a twentieth
 * the history is given up for what waits for the clouds. Of a large disk that many gigabytes would
 * be no lack.
 */
final class HistorySpace {
  private static final long MOST_WANTED = 2_000_000_000;
  private static final double AGAIN = 1.2;

  private final Path folder;
  private boolean stopped;

  /** What there is room for. */
  enum Room {
    /** Enough. */
    ENOUGH,
    /** For a history, but people should know. */
    LOW,
    /** For no more history. */
    NO_MORE,
    /** Not even for the history that there is. */
    NONE
  }

  HistorySpace(Path folder) {
    this.folder = folder;
  }

  /** Looks at the disk. */
  Room look() throws IOException {
    FileStore disk = Files.getFileStore(folder);
    return room(disk.getUsableSpace(), disk.getTotalSpace());
  }

  /** The room for so many usable bytes of so many. */
  Room room(long usable, long total) {
    long least = Math.min(total / 10, MOST_WANTED);
    stopped = usable < (stopped ? least * AGAIN : least);
    if (stopped) {
      return usable < least / 2 ? Room.NONE : Room.NO_MORE;
    }
    return usable < 2 * least ? Room.LOW : Room.ENOUGH;
  }
}

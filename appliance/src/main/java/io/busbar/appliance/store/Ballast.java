package io.busbar.appliance.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file without meaning that holds room for bad days. SQLite needs room even to delete; on a full
 * disk this file goes, and what was in its place lets the outbox write over its own oldest rows.
 */
final class Ballast {
  private static final Logger LOG = LoggerFactory.getLogger(Ballast.class);

  /** Below this a disk counts as full. */
  private static final long LAST_BYTES = 1_000_000;

  /** On a small disk it is smaller: at most this part of all. */
  private static final int SHARE = 8;

  private final Path file;
  private final long bytes;

  Ballast(Path file, long bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** Whether the disk is full: then it is not the budget that is used up. */
  boolean diskIsFull() throws IOException {
    return usable() < LAST_BYTES;
  }

  /**
   * Gives its room to others.
   *
   * @return whether there was any
   */
  boolean release() throws IOException {
    return Files.deleteIfExists(file);
  }

  /**
   * Takes its room again when the disk has that and as much besides.
   *
   * @return whether the ballast is there
   */
  boolean restore() throws IOException {
    long wanted = Math.min(bytes, disk().getTotalSpace() / SHARE);
    if (Files.exists(file) && Files.size(file) == wanted) {
      return true;
    }
    if (usable() < 2 * wanted + LAST_BYTES) {
      return false;
    }
    try {
      write(wanted);
    } catch (IOException e) {
      release();
      throw e;
    }
    LOG.debug("{} holds {} bytes for a full disk", file, wanted);
    return true;
  }

  private void write(long wanted) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] block = new byte[65_536];
      for (long left = wanted; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
    Durable.sync(file);
  }

  private long usable() throws IOException {
    return disk().getUsableSpace();
  }

  private FileStore disk() throws IOException {
    return Files.getFileStore(file.toAbsolutePath().getParent());
  }
}

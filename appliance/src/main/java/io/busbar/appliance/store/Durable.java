package io.busbar.appliance.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all, also after a power cut. */
final class Durable {
  private Durable() {}

  /** Copies a file; what the copy's name stood for before is replaced. */
  static void copy(Path from, Path to) throws IOException {
    Path half = to.resolveSibling(to.getFileName() + ".part");
    try {
      Files.copy(from, half, StandardCopyOption.REPLACE_EXISTING);
      sync(half);
      move(half, to);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /** Renames a file over another. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(to);
  }

  /** Brings a file's content to the disk. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Brings the names in a file's folder to the disk. */
  private static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}

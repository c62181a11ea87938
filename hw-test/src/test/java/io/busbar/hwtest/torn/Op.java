package io.busbar.hwtest.torn;

/** One thing that was done to a folder. Files are numbers, because their names change. */
public sealed interface Op {
  /** Something that changes names; the disk keeps the order of these. */
  sealed interface Naming extends Op {
    /** The name it is about, by which its folder is known. */
    String path();
  }

  /**
   * A new file or folder.
   *
   * @param file -1 for a folder
   */
  record Create(String path, int file) implements Naming {}

  /** Another name, which may replace what was called so. */
  record Rename(String from, String path) implements Naming {}

  record Unlink(String path) implements Naming {}

  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody, changed by nobody.
  record Write(int file, long offset, byte[] bytes) implements Op {}

  record Truncate(int file, long size) implements Op {}

  /** Everything that was written to a file is on the disk. */
  record Sync(int file) implements Op {}

  /** Everything that was named in a folder so far is on the disk. */
  record SyncFolder(String path) implements Op {}
}

package io.busbar.hwtest.peer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A disk in a file, ext4, whose power can be cut: what was not synchronised is gone then. */
public final class LoopDisk implements AutoCloseable {
  private final Path image;
  private final Path place;

  private LoopDisk(Path image, Path place) {
    this.image = image;
    this.place = place;
  }

  /**
   * Makes and mounts one; only root can.
   *
   * @param place an empty folder
   */
  public static LoopDisk on(Path folder, Path place, int megabytes) throws IOException {
    Path image = folder.resolve("disk.img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(megabytes * 1_000_000L);
    }
    LoopDisk disk = new LoopDisk(image, place);
    run(Peer.MKFS_EXT4.program(), "-q", "-F", image.toString());
    disk.again();
    return disk;
  }

  /** From now on it takes nothing, not even what the system still has in memory for it. */
  public void cut() throws IOException {
    run(Peer.XFS_IO.program(), "-x", "-c", "shutdown", place.toString());
  }

  /** Takes it away, if it is there, and mounts it again, which replays its journal. */
  public void again() throws IOException {
    close();
    run("mount", "-o", "loop,commit=5", image.toString(), place.toString());
  }

  @Override
  public void close() throws IOException {
    if (Peer.succeeds("mountpoint", "-q", place.toString())) {
      run("umount", place.toString());
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    // Its output ends when it does.
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(List.of(command) + ": got status " + status + ": " + said);
    }
  }
}

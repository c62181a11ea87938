package io.busbar.hwtest.peer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A disk in a file, ext4, whose power can be cut: what was not synchronised is gone then. */
public final class LoopDisk implements AutoCloseable {
  /** Whoever writes may hold a file open; who looks for its disk opens it only now and then. */
  private static final Duration FREE_WITHIN = Duration.ofSeconds(60);

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
   * @param options of mkfs.ext4, for example {@code -N 64} for so many inodes
   */
  public static LoopDisk on(Path folder, Path place, int megabytes, String... options)
      throws IOException {
    Path image = folder.resolve("disk.img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(megabytes * 1_000_000L);
    }
    LoopDisk disk = new LoopDisk(image, place);
    List<String> make = new ArrayList<>(List.of(Peer.MKFS_EXT4.program(), "-q", "-F"));
    make.addAll(List.of(options));
    make.add(image.toString());
    run(make.toArray(String[]::new));
    disk.again();
    return disk;
  }

  /** From now on it takes nothing, not even what the system still has in memory for it. */
  public void cut() throws IOException {
    run(Peer.XFS_IO.program(), "-x", "-c", "shutdown", place.toString());
  }

  /** It becomes read-only under whoever writes, as a card does that reports errors. */
  public void readOnly() throws IOException {
    run("mount", "-o", "remount,abort", place.toString());
  }

  /**
   * Takes it away, if it is there, and mounts it again, which replays its journal.
   *
   * @throws IOException somebody has held a file of it open for a minute
   */
  public void again() throws IOException {
    close();
    run("mount", "-o", "loop,commit=5,errors=remount-ro", image.toString(), place.toString());
  }

  @Override
  public void close() throws IOException {
    if (Peer.succeeds("mountpoint", "-q", place.toString())) {
      Awaitility.await("nobody holds " + place)
          .atMost(FREE_WITHIN)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> Peer.succeeds("umount", place.toString()));
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

package io.busbar.appliance.access;

import io.busbar.appliance.process.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code users.json}. Another process may change it at any time, so each look asks the file system
 * whether it is still the same file, and a change holds a lock over reading and writing.
 */
final class AccessFile {
  private static final Logger LOG = LoggerFactory.getLogger(AccessFile.class);

  private final Path file;
  private final Path lock;
  private @Nullable Stamp seen;
  private Accounts accounts = Accounts.NONE;
  private @Nullable String damage;

  /** A file is never changed in place, so another content is another file. */
  private record Stamp(@Nullable Object key, FileTime time, long size) {}

  /** What becomes of the accounts, or why nothing does. */
  interface Change<X extends Exception> {
    Accounts of(Accounts now) throws X;
  }

  AccessFile(Path folder) {
    this.file = folder.resolve("users.json");
    this.lock = folder.resolve("users.lock");
  }

  /** Who there is now; when the file is damaged, who there was before. */
  synchronized Accounts read() {
    look();
    return accounts;
  }

  /** What is wrong with the file; null when nothing is. */
  synchronized @Nullable String damage() {
    look();
    return damage;
  }

  /** Whether there is a file at all: a damaged one does not make the appliance anybody's. */
  synchronized boolean isClaimed() {
    look();
    return damage != null || !accounts.isEmpty();
  }

  /**
   * Changes it, with no change of anybody else between.
   *
   * @throws IOException it is damaged or cannot be written; nothing was changed
   */
  synchronized <X extends Exception> Accounts change(Change<X> change) throws IOException, X {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      look();
      if (damage != null) {
        throw new IOException(damage);
      }
      Accounts next = change.of(accounts);
      WholeFile.write(file, next.json());
      giveTo(Files.getOwner(folder));
      look();
      return next;
    }
  }

  /** Root may run busbar token; the appliance, which is not root, must still read and change it. */
  private void giveTo(UserPrincipal owner) throws IOException {
    for (Path made : List.of(file, lock)) {
      if (!Files.getOwner(made).equals(owner)) {
        Files.setOwner(made, owner);
      }
    }
  }

  /** Puts the file aside, so that nobody has the appliance; what was put aside before goes. */
  synchronized void setAside() throws IOException {
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (Files.exists(file)) {
        Files.move(
            file, file.resolveSibling("users.json.old"), StandardCopyOption.REPLACE_EXISTING);
      }
      accounts = Accounts.NONE;
      look();
    }
  }

  private void look() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Stamp stamp = new Stamp(now.fileKey(), now.lastModifiedTime(), now.size());
      if (!stamp.equals(seen)) {
        accounts = Accounts.parse(Files.readAllBytes(file));
        seen = stamp;
        damage = null;
      }
    } catch (NoSuchFileException e) {
      seen = null;
      if (accounts.isEmpty()) {
        LOG.trace("nobody has an account yet", e);
        damage = null;
      } else {
        damaged("it is gone", e);
      }
    } catch (IOException e) {
      seen = null;
      damaged(String.valueOf(e.getMessage()), e);
    }
  }

  /** A disk that fails for a while makes the appliance nobody's no more than anybody's. */
  private void damaged(String why, IOException e) {
    String whoMayCome =
        accounts.isEmpty()
            ? "so nobody can log in"
            : "those who could log in still can until the next start";
    String now =
        "%s is damaged, %s: %s; restore it from a backup, or delete it before a start to claim the appliance anew"
            .formatted(file, whoMayCome, why);
    if (!now.equals(damage)) {
      LOG.error("{}", now, e);
    }
    damage = now;
  }
}

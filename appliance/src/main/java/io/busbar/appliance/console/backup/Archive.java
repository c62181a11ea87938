package io.busbar.appliance.console.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of a backup by their names in it. Reading one believes nothing: only names that a
 * backup has, so neither links nor folders above, and never more bytes than a backup can have.
 */
final class Archive {
  static final String MANIFEST = "manifest.json";
  static final String CONFIG = "config.json";
  static final String SECRETS = "secrets.bin";
  static final String METERS = "meters/";
  static final String KEYS = "keys/";

  private static final Pattern NAME =
      Pattern.compile(
          "manifest\\.json|config\\.json|secrets\\.bin"
              + "|meters/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}|keys/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}");

  private static final int MOST_FILES = 500;
  private static final int MOST_BYTES = 20_000_000;

  private Archive() {}

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static byte[] pack(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The files of an archive.
   *
   * @throws BackupException it is no backup
   */
  static Map<String, byte[]> unpack(byte[] archive) throws BackupException {
    Map<String, byte[]> files = new TreeMap<>();
    long left = MOST_BYTES;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (!isName(name) || files.size() == MOST_FILES) {
          throw new BackupException(
              "got an archive with a file that no backup has, want one that Busbar wrote");
        }
        byte[] content = zip.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE));
        left -= content.length;
        if (left < 0) {
          throw new BackupException(
              "got an archive of more than " + MOST_BYTES + " bytes unpacked, want at most that");
        }
        if (files.put(name, content) != null) {
          throw new BackupException("got an archive with " + name + " twice");
        }
      }
    } catch (ZipException | java.io.EOFException e) {
      throw new BackupException("got a damaged archive (" + e.getMessage() + "); copy it again", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!files.containsKey(MANIFEST) || !files.containsKey(CONFIG)) {
      throw new BackupException("got a file that is no backup of Busbar, want one that it wrote");
    }
    return files;
  }
}

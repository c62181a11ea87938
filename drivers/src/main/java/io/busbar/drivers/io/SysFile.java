package io.busbar.drivers.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Numbers that the kernel shows as small files. */
final class SysFile {
  private static final int MOST_BYTES = 64;

  private SysFile() {}

  /**
   * The number in a file.
   *
   * @throws IOException there is none; the message says what came and is wanted
   */
  static long number(Path root, String file, int radix) throws IOException {
    Path path = root.resolve(file);
    try (InputStream in = Files.newInputStream(path)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
      return Long.parseLong(text.startsWith("0x") ? text.substring(2) : text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("got no number from " + path, e);
    } catch (NoSuchFileException e) {
      throw new IOException("got no " + path + ", this machine does not have it", e);
    }
  }
}

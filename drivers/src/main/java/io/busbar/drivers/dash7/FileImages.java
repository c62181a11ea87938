package io.busbar.drivers.dash7;

import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.layout.Field;
import io.busbar.drivers.dash7.layout.FileForm;
import io.busbar.drivers.dash7.layout.FileLayout;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of one node as they were last seen whole. Parts of one message are put together; a part
 * alone changes a file that was seen whole before, if it cuts no field of it. All else is refused:
 * half of a number is a wrong number.
 */
final class FileImages {
  private static final int LONGEST_FILE = 65_535;

  private final FileLayout layout;
  private final Map<Integer, Image> whole = new HashMap<>();

  private record Image(FileForm form, Bytes bytes) {}

  /**
   * A file after a message.
   *
   * @param bytes the whole file
   * @param fresh which of its bytes came with this message
   */
  record Update(FileForm form, Bytes bytes, BitSet fresh) {
    /** Whether the field came with this message. */
    boolean has(Field field) {
      return fresh.nextClearBit(field.offset()) >= field.end();
    }

    private boolean cuts(Field field) {
      return !fresh.get(field.offset(), field.end()).isEmpty() && !has(field);
    }
  }

  /** What became of the parts of one file: an update, or why there is none. */
  record Outcome(@Nullable Update update, String refusal) {}

  FileImages(FileLayout layout) {
    this.layout = layout;
  }

  /** Takes all parts of one file that one message brought. */
  Outcome take(int file, List<Action.ReturnFile> parts) {
    int end = parts.stream().mapToInt(FileImages::end).max().orElse(0);
    List<Integer> lengths = layout.lengths(file);
    if (lengths.isEmpty()) {
      return refused(file, "the layout " + layout.id() + " has no such file");
    }
    if (end > LONGEST_FILE) {
      return refused(file, "got bytes up to " + end + ", want at most " + LONGEST_FILE);
    }
    BitSet fresh = new BitSet(end);
    parts.forEach(part -> fresh.set(part.place().offset(), end(part)));
    boolean complete = fresh.nextClearBit(0) >= end;
    Optional<FileForm> form = layout.form(file, end).filter(_ -> complete);
    @Nullable Image old = whole.get(file);
    if (form.isPresent()) {
      return update(form.get(), new byte[end], parts, fresh);
    }
    String got = "got bytes " + fresh + ", want " + lengths + " bytes from 0";
    if (old == null || end > old.bytes().length() || fresh.isEmpty()) {
      return refused(file, got);
    }
    Update part = new Update(old.form(), Bytes.EMPTY, fresh);
    Optional<Field> cut = old.form().fields().stream().filter(part::cuts).findFirst();
    return cut.isPresent()
        ? refused(file, got + "; they cut " + cut.get().name())
        : update(old.form(), old.bytes().toArray(), parts, fresh);
  }

  private Outcome update(FileForm form, byte[] bytes, List<Action.ReturnFile> parts, BitSet fresh) {
    parts.forEach(part -> part.data().copyTo(bytes, part.place().offset()));
    Bytes now = Bytes.copyOf(bytes);
    whole.put(form.file(), new Image(form, now));
    return new Outcome(new Update(form, now, fresh), "");
  }

  private static Outcome refused(int file, String why) {
    return new Outcome(null, "file " + file + ": " + why);
  }

  private static int end(Action.ReturnFile part) {
    return part.place().offset() + part.data().length();
  }
}

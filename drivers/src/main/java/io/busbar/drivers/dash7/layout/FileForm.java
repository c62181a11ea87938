package io.busbar.drivers.dash7.layout;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One form of one file; its length tells it from the other forms of the file.
 *
 * @param file file id, 0 to 255
 * @param length in bytes
 * @param valid name of the bool field that says whether the others can be used; null when none does
 */
public record FileForm(
    int file, String title, int length, @Nullable String valid, List<Field> fields) {
  public FileForm {
    fields = List.copyOf(fields);
  }

  /** The field that says whether the others can be used. */
  public Optional<Field> validity() {
    return fields.stream().filter(field -> field.name().equals(valid)).findFirst();
  }
}

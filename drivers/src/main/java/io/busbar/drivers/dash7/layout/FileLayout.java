package io.busbar.drivers.dash7.layout;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One type of node, as its JSON file has it.
 *
 * @param id for example {@code camexia-energy}
 * @param source where the facts come from
 * @param includes layouts whose files this type of node has too
 * @param period how often such a node sends by itself; null when it may be silent
 * @param periodFrom name of the field in which the node tells its period in seconds; null when none
 */
@JsonIgnoreProperties("$schema")
public record FileLayout(
    String id,
    String title,
    String source,
    List<String> includes,
    @Nullable Duration period,
    @Nullable String periodFrom,
    List<FileForm> files) {
  /** Names that every node has without a file. */
  public static final Set<String> RESERVED =
      Set.of("linkBudget", "rxLevel", "uid", "lastSeen", DataPoint.DEVICE_STATE);

  public FileLayout {
    includes = List.copyOf(includes);
    files = List.copyOf(files);
  }

  /** The form of a file of this length, if this type of node has one. */
  public Optional<FileForm> form(int file, int length) {
    return files.stream()
        .filter(form -> form.file() == file && form.length() == length)
        .findFirst();
  }

  /** The lengths that a file may have; empty when this type of node has no such file. */
  public List<Integer> lengths(int file) {
    return files.stream().filter(form -> form.file() == file).map(FileForm::length).toList();
  }

  /** What the schema cannot see. */
  List<Problem> problems() {
    List<Problem> found = new ArrayList<>();
    Map<String, Field> known = new HashMap<>();
    Set<List<Integer>> forms = new HashSet<>();
    for (int i = 0; i < files.size(); i++) {
      FileForm form = files.get(i);
      String path = "/files/" + i;
      if (!forms.add(List.of(form.file(), form.length()))) {
        found.add(
            new Problem(
                path + "/length", "got " + form.length() + " twice, want a length of its own"));
      }
      String valid = form.valid();
      if (valid != null
          && form.validity().filter(field -> field.type() == FieldType.BOOL).isEmpty()) {
        found.add(
            new Problem(path + "/valid", "got " + valid + ", want a bool field of this file"));
      }
      for (int j = 0; j < form.fields().size(); j++) {
        check(form, form.fields().get(j), path + "/fields/" + j, known, found);
      }
    }
    return found;
  }

  private static void check(
      FileForm form, Field field, String path, Map<String, Field> known, List<Problem> found) {
    if (field.end() > form.length()) {
      found.add(
          new Problem(
              path + "/offset",
              "got a field up to byte " + field.end() + ", want at most " + form.length()));
    }
    if (RESERVED.contains(field.name())) {
      found.add(
          new Problem(path + "/name", "got " + field.name() + ", which every node has already"));
    }
    if (field.writable() && field.type() == FieldType.BIT) {
      found.add(new Problem(path + "/writable", "got a bit, want a whole byte or more"));
    }
    Field same = known.putIfAbsent(field.name(), field);
    if (same != null
        && (same.valueType() != field.valueType() || !same.unit().equals(field.unit()))) {
      found.add(
          new Problem(
              path, "got another type or unit than " + field.name() + " has in another form"));
    }
  }
}

package io.busbar.web;

import io.busbar.web.forms.Posted;
import io.busbar.web.pages.Field;
import io.busbar.web.pages.SectionPage.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folds the points of a long section by their devices; a phone would scroll for minutes else. */
final class SectionFolds {
  private static final int MOST_UNFOLDED = 12;

  private SectionFolds() {}

  /**
   * The points in their order, those of one device in a row together. What somebody is at work on,
   * and what something is wrong with, is not folded.
   *
   * @param posted what was sent; null when the form is shown for the first time
   */
  static List<Fold> of(Field.@Nullable Items points, @Nullable Posted posted) {
    if (points == null || points.items().isEmpty()) {
      return List.of();
    }
    if (points.items().size() <= MOST_UNFOLDED) {
      return List.of(new Fold("", true, points.items()));
    }
    List<Fold> folds = new ArrayList<>();
    List<Field.Item> run = new ArrayList<>();
    String branch = branch(points.items().getFirst());
    for (Field.Item item : points.items()) {
      if (!branch(item).equals(branch)) {
        folds.add(fold(branch, run, posted));
        run = new ArrayList<>();
        branch = branch(item);
      }
      run.add(item);
    }
    folds.add(fold(branch, run, posted));
    return folds;
  }

  private static Fold fold(String branch, List<Field.Item> run, @Nullable Posted posted) {
    boolean open =
        run.stream().anyMatch(item -> isTroubled(item) || (posted != null && isBusy(item, posted)));
    return new Fold(branch.isEmpty() ? "–" : branch, open, List.copyOf(run));
  }

  private static boolean isTroubled(Field.Item item) {
    return Field.anyTrouble(item.fields()) || item.isOpen();
  }

  /** Just taken from the tree, tried, or the one after a point that was removed. */
  private static boolean isBusy(Field.Item item, Posted posted) {
    return Set.copyOf(posted.all(SectionPicker.PICK)).contains(path(item))
        || posted.text("preview").equals(item.key())
        || posted.text("-").equals(SectionPicker.POINTS + "/" + before(item.key()));
  }

  private static String before(String key) {
    return key.matches("[0-9]{1,6}") ? Integer.toString(Integer.parseInt(key) - 1) : "";
  }

  private static String branch(Field.Item item) {
    String path = path(item);
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** The variable that a point is of; empty while none is written. */
  static String path(Field.Item item) {
    for (Field field : item.fields()) {
      if (field instanceof Field.Input input && input.label().name().endsWith("/path")) {
        return input.text().strip();
      }
    }
    return "";
  }
}

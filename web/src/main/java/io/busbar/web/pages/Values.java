package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process tree, every text ready to show.
 *
 * @param readAt when the appliance was asked, in its own time
 * @param path the branch that is shown; empty for all of it
 * @param query what a variable's path must contain; empty for all
 * @param streamPath what the stream is to follow
 * @param address of this page
 * @param part address of the tables alone
 * @param total how many variables there are in all
 * @param branches the tree's buses and devices
 */
public record Values(
    String readAt,
    String path,
    String query,
    String streamPath,
    String address,
    String part,
    String total,
    List<Branch> branches,
    List<Group> groups) {
  /** What fits on a few screens of a phone. */
  private static final int MOST_OPEN = 80;

  /** Whether every variable is shown at once; else a device's are when it is opened. */
  public boolean isOpen() {
    return groups.stream().mapToInt(group -> group.rows().size()).sum() <= MOST_OPEN;
  }

  /**
   * A bus or a device in the tree.
   *
   * @param deep whether it stands below the one before it
   * @param count how many variables are below it
   */
  public record Branch(String name, String href, String count, boolean deep, boolean chosen) {}

  /** The variables of one device. */
  public record Group(String name, List<Row> rows) {}

  /**
   * One variable.
   *
   * @param quality {@code good}, {@code old}, {@code bad} or {@code never}
   * @param nameParts the name, cut where a narrow column may break it
   * @param type {@code real} for a measured number, {@code whole}, {@code state} or {@code text}
   * @param ageMs empty when there never was a value
   * @param timeKnown whether the time is known; else it is only counted
   * @param control {@code bool}, {@code int}, {@code real} or {@code text}, by which it can be set;
   *     null when it can only be read
   */
  public record Row(
      String path,
      List<String> nameParts,
      String value,
      String unit,
      String type,
      String quality,
      String word,
      String age,
      String ageMs,
      @Nullable String reason,
      String source,
      @Nullable Moment time,
      boolean timeKnown,
      @Nullable String control) {
    /** Whether it has a course that can be drawn. */
    public boolean isNumber() {
      return type.equals("real") || type.equals("whole");
    }
  }
}

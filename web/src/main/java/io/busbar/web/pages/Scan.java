package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search for devices, every text ready to show.
 *
 * @param order what is in the form
 * @param problems what is wrong with it; empty when nothing is
 * @param run the present search or the last one; null when there was none
 */
public record Scan(
    Order order, List<FormView.Trouble> problems, List<Port> ports, @Nullable Run run) {
  /** What the form holds, as it was typed. */
  public record Order(
      String port, String baud, String parity, String direction, String host, String units) {}

  /**
   * A serial port of this machine.
   *
   * @param heldBy the bus that has it; empty when none has
   */
  public record Port(String path, String heldBy) {}

  /**
   * A search.
   *
   * @param state {@code running}, {@code done}, {@code cancelled} or {@code failed}
   * @param progress in words
   */
  public record Run(
      String state,
      String word,
      @Nullable String reason,
      String where,
      int asked,
      int total,
      String progress,
      List<Found> found,
      List<String> remarks) {
    /** Whether it is not over yet. */
    public boolean isRunning() {
      return state.equals("running");
    }
  }

  /**
   * A unit that answered.
   *
   * @param proposals what it may be
   * @param add addresses where it is added, by the bus it is added to
   * @param bus address where a bus for it is added; null when there is one
   */
  public record Found(
      String place,
      int unit,
      String says,
      String answer,
      List<String> proposals,
      List<Link> add,
      @Nullable String bus) {}

  /** A link and its text. */
  public record Link(String text, String href) {}
}

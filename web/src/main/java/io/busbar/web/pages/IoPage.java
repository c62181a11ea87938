package io.busbar.web.pages;

import io.busbar.web.pages.Overview.Light;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wires of the cabinet, every text ready to show.
 *
 * @param readAt when the appliance was asked, in its own time
 * @param header the pins of the 40-pin header; empty when no line of it is used
 */
public record IoPage(String readAt, List<Pin> header, List<Bus> buses) {
  public IoPage {
    header = List.copyOf(header);
    buses = List.copyOf(buses);
  }

  /**
   * One pin of the drawing of the header.
   *
   * @param x of its middle, in units of the drawing
   * @param kind {@code power}, {@code ground}, {@code free}, {@code input}, {@code output}, {@code
   *     counter} or {@code own}
   * @param on whether its level means on
   * @param text what stands beside it
   */
  public record Pin(int number, int x, int y, String kind, boolean on, String text) {
    /** Where its text begins, or ends of a pin at the left. */
    public int textX() {
      return isLeft() ? x - 14 : x + 14;
    }

    /** Odd pins are at the left. */
    public boolean isLeft() {
      return number % 2 == 1;
    }
  }

  /**
   * One I/O bus.
   *
   * @param board what its board is called; null when it has none
   * @param reason why it does not work; null when it does
   * @param edit address of its settings
   */
  public record Bus(
      String name,
      String type,
      @Nullable String board,
      Light light,
      @Nullable String reason,
      String edit,
      List<Spot> spots) {
    public Bus {
      spots = List.copyOf(spots);
    }
  }

  /**
   * One terminal.
   *
   * @param label what stands beside it on the board; else the name of its point
   * @param name of its point; empty when the label says it already
   * @param kind what it does: the first part of its words, {@code io.kind.<kind>}
   * @param lamp {@code on}, {@code off}, or {@code none} for what is no state
   * @param value with its unit
   * @param quality {@code good}, {@code old}, {@code bad} or {@code never}
   * @param reason why the value is not good; null when it is
   * @param facts where it is and how it is wired
   * @param more further values of a counter
   * @param safe what it goes to at start and stop; null for what is not set
   * @param path of its variable; empty when it has none
   * @param values address of its variable
   * @param control {@code bool} or {@code real}, by which it can be set; null when it cannot
   */
  public record Spot(
      String label,
      String name,
      String kind,
      String lamp,
      String value,
      String quality,
      String word,
      @Nullable String reason,
      String facts,
      List<String> more,
      @Nullable String safe,
      String path,
      String values,
      @Nullable String control) {
    public Spot {
      more = List.copyOf(more);
    }

    /** Whether it counts, so that it is set to what a meter shows. */
    public boolean isCounter() {
      return kind.equals("counter");
    }
  }
}

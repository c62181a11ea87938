package io.busbar.web.pages;

import java.util.List;

/**
 * The registers of a device, every text ready to show.
 *
 * @param buses those that have registers
 * @param asked what is in the form
 * @param failure why nothing was read; empty when something was or nobody asked
 * @param request the bytes that were sent, in hex; empty when nothing was
 * @param columns the names of the readings
 */
public record RegisterPage(
    List<String> buses,
    Asked asked,
    String failure,
    String request,
    String answer,
    List<String> columns,
    List<Row> rows) {
  /** What the form holds, as it was typed. */
  public record Asked(String bus, String unit, String area, String address, String count) {}

  /**
   * One register.
   *
   * @param number as manuals number it
   * @param make address that makes a variable of it
   * @param cells in the order of the columns; empty where a reading means nothing
   */
  public record Row(String address, String number, String raw, String make, List<String> cells) {}
}

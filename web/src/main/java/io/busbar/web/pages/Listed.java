package io.busbar.web.pages;

import java.util.List;

/**
 * A list of the configuration, every text ready to show.
 *
 * @param list its key: {@code events} or {@code variables}
 */
public record Listed(String list, List<Row> rows) {
  /**
   * One of the list.
   *
   * @param facts what it is about
   * @param more what else there is to say
   * @param now how it is now
   * @param edit address of its form
   */
  public record Row(String name, String facts, String more, String now, String edit) {}
}

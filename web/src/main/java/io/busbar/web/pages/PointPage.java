package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A register that is to become a variable, every text ready to show.
 *
 * @param back address of the registers that it was found in
 * @param place which register of which unit, in words
 * @param failure why it could not be read again; empty when it was
 * @param readings what stands there, one for each type and word order; empty for a bit
 * @param rare the same in types and orders that hardly any device has
 * @param device which device gets it; null when a new one is made for it
 * @param others devices of the same unit id that could have it instead
 */
public record PointPage(
    String back,
    String place,
    String failure,
    List<Choice> readings,
    List<Choice> rare,
    @Nullable String device,
    List<Choice> others) {
  public PointPage {
    readings = List.copyOf(readings);
    rare = List.copyOf(rare);
    others = List.copyOf(others);
  }

  /**
   * One of several, each an address of this page.
   *
   * @param name the type and word order, or the device
   * @param value what the register says so; empty for a device
   */
  public record Choice(String name, String value, String address, boolean chosen) {}
}

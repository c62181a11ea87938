package io.busbar.web.pages;

import io.busbar.web.pages.Overview.Light;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All devices, every text ready to show.
 *
 * @param readAt when the appliance was asked, in its own time
 * @param version of the configuration
 * @param buses in the order of the configuration
 * @param kinds the kinds of bus that can be added
 * @param heard devices that are heard and not configured
 */
public record Devices(
    String readAt, String version, List<Bus> buses, List<String> kinds, List<Heard> heard) {

  /**
   * A bus with its devices.
   *
   * @param edit address of its settings
   * @param add address where a device is added; null when its devices are part of its settings
   */
  public record Bus(
      String name,
      String type,
      String facts,
      Light light,
      @Nullable String reason,
      String edit,
      @Nullable String add,
      List<Device> devices) {}

  /**
   * A device.
   *
   * @param address unit id or uid
   * @param kind what it is; empty when nobody says
   * @param edit address of its settings
   * @param values address of its values
   */
  public record Device(
      String name,
      String address,
      String kind,
      Light light,
      @Nullable String reason,
      String edit,
      String values) {}

  /**
   * A device that is heard and not configured.
   *
   * @param facts how well it is heard, and when last
   * @param name a proposal
   * @param likely types it may be, likeliest first
   * @param others all other types there are
   */
  public record Heard(
      String bus,
      String uid,
      String files,
      String facts,
      String name,
      List<String> likely,
      List<String> others) {}
}

package io.busbar.appliance.cloud.smartgear;

/** The topics of a connection. */
final class Topics {
  /** Predictive maintenance is of groups, and these have a type of their own (document 003). */
  private static final String GROUPS = "48/";

  private static final int GROUP_TYPE = 50;

  private final SmartGearSettings settings;
  private final String gateway;

  Topics(SmartGearSettings settings, String gateway) {
    this.settings = settings;
    this.gateway = gateway;
  }

  /** The topic of a device's data point. */
  String of(String code, String device) {
    int type = code.startsWith(GROUPS) ? GROUP_TYPE : settings.deviceType();
    return code + "/" + type + "/" + name(device) + "/" + source(device);
  }

  /** The topic of a data point of the gateway itself. */
  String gateway(String code) {
    return code + "/" + settings.deviceType() + "/" + gateway + "/" + source(gateway);
  }

  String name(String device) {
    return settings.deviceName() == null ? device : settings.deviceName().of(device, device);
  }

  String source(String device) {
    return settings.deviceSource() == null ? gateway : settings.deviceSource().of(device, gateway);
  }
}

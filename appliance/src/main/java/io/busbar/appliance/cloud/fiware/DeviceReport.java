package io.busbar.appliance.cloud.fiware;

import io.busbar.appliance.cloud.ConnectorType.Context;
import io.busbar.appliance.cloud.ConnectorType.Gateway;
import io.busbar.appliance.cloud.Host;
import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Message;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The verticals device and device-health (document 004, tables 7 and 8), of the appliance. */
final class DeviceReport {
  private final Gateway gateway;
  private final Host host;
  private final Entity device;
  private final Entity health;
  private final double period;

  DeviceReport(Context context, FiwareSettings settings, Host host, double period) {
    this.gateway = context.gateway();
    this.host = host;
    this.period = period;
    this.device = entity(context, settings, Verticals.DEVICE);
    this.health = entity(context, settings, Verticals.HEALTH);
  }

  /** What the broker says for the appliance when it is gone; it cannot know the time of that. */
  static Message will(Context context, FiwareSettings settings) {
    return new Message(
        entity(context, settings, Verticals.DEVICE).topics() + "/attrs",
        "{\"status\":\"disconnected\"}",
        1,
        false);
  }

  /** That the device is connected, and nothing more. */
  static Message probe(Context context, FiwareSettings settings, Instant now) {
    return new Message(
        entity(context, settings, Verticals.DEVICE).topics() + "/attrs",
        JsonText.of(json -> {
          json.writeStartObject();
          json.writeStringField("TimeInstant", JsonText.time(now));
          json.writeStringField("status", "connected");
          json.writeEndObject();
        }),
        1,
        false);
  }

  List<Message> messages(Instant now, int qos) {
    Host.Bearer bearer = host.bearer();
    return List.of(
        message(device, device(bearer), now, qos), message(health, health(bearer), now, qos));
  }

  private Map<String, String> device(Host.@Nullable Bearer bearer) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("modelName", text(gateway.product()));
    values.put("serialNumber", text(gateway.serialNumber()));
    values.put("firmwareVersion", text(host.version()));
    // State 0 with result 0: no update in progress. None ever comes this way.
    values.put("updateFirmwareDownloadProgress", "0");
    values.put("updateFirmwareState", "0");
    values.put("updateFirmwareResult", "0");
    values.put("cellularEnabled", text(Boolean.toString(bearer != null && bearer.cellular())));
    values.put("wifiEnabled", text(Boolean.toString(bearer != null && bearer.wifi())));
    return values;
  }

  private static Map<String, String> health(Host.@Nullable Bearer bearer) {
    Map<String, String> values = new LinkedHashMap<>();
    Double strength = bearer == null ? null : bearer.strength();
    values.put("networkBearer", bearer == null ? Attribute.NOTHING : "" + bearer.kind());
    values.put(
        "rssi", strength == null ? Attribute.NOTHING : JsonText.of(new Value.Real(strength)));
    return values;
  }

  private Message message(Entity entity, Map<String, String> values, Instant now, int qos) {
    String body = entity.measures(values, now, period, Fiware.MOST_BYTES).getFirst();
    return new Message(entity.topics() + "/attrs", body, qos, false);
  }

  private static Entity entity(Context context, FiwareSettings settings, Verticals.Known vertical) {
    return new Entity(
        settings.apiKey(), Mapping.device(context, settings), vertical.suffix(), vertical.status());
  }

  private static String text(String text) {
    return JsonText.of(new Value.Text(text));
  }
}

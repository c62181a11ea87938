package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.ElementName;
import io.busbar.appliance.tixml.codec.Tixml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * TiXML as the manual prints it: a declaration and several elements side by side, between braces if
 * the settings say so.
 */
record TixmlFormat(JuconnSettings settings) implements Format {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>";

  @Override
  public String rollout(String requestId, String product, String serialNumber) {
    return body(
        List.of(
            Element.of("request_id", requestId),
            Element.of("prod_name", product),
            Element.of("serial_number", serialNumber)));
  }

  @Override
  public String init(String requestId, DataModel model) {
    List<Element> controllers = new ArrayList<>();
    model
        .controllers()
        .forEach((name, sensors) ->
            controllers.add(
                Element.of(
                    ElementName.encode(name),
                    List.of(
                        fields("custom_fields", settings.customFields()),
                        Element.of("timeout", Long.toString(settings.timeout().toSeconds())),
                        Element.of("sensors", sensors.stream().map(this::sensor).toList())))));
    return body(
        List.of(
            Element.of("request_id", requestId),
            Element.of("virtual_devices", settings.virtualDevices() ? "1" : "0"),
            Element.of("controllers", controllers)));
  }

  private Element sensor(Sensor sensor) {
    List<Element> told = new ArrayList<>();
    told.add(Element.of("name", sensor.point().name()));
    SensorMeta.of(sensor.point(), settings.setPoint())
        .forEach((key, value) ->
            told.add(
                value instanceof Map<?, ?> fields
                    ? fields(key, fields)
                    : Element.of(ElementName.encode(key), value.toString())));
    return Element.of(ElementName.encode(sensor.id()), told);
  }

  private static Element fields(String name, Map<?, ?> fields) {
    return Element.of(
        name,
        new TreeMap<Object, Object>(fields)
            .entrySet().stream()
                .map(field ->
                    Element.of(
                        ElementName.encode(field.getKey().toString()), field.getValue().toString()))
                .toList());
  }

  @Override
  public String data(String messageId, long timestamp, Map<String, List<Reading>> controllers) {
    List<Element> told = new ArrayList<>();
    controllers.forEach((name, readings) ->
        told.add(
            Element.of(
                ElementName.encode(name),
                List.of(
                    Element.of("sensors", readings.stream().map(TixmlFormat::reading).toList())))));
    return body(
        List.of(
            Element.of("message_id", messageId),
            Element.of("timestamp", Long.toString(timestamp)),
            Element.of("controllers", told)));
  }

  private static Element reading(Reading reading) {
    Element value = Element.of(ElementName.encode(reading.sensor().id()), reading.text());
    @Nullable String longitude = reading.longitude();
    return (longitude == null ? value : value.with("lng", longitude))
        .with("state", Integer.toString(reading.state()));
  }

  @Override
  public String result(Channel channel, String responseId, String serialNumber, Outcome outcome) {
    List<Element> roots = new ArrayList<>();
    roots.add(Element.of("error_code", Integer.toString(outcome.errorCode())));
    roots.add(Element.of("response_id", responseId));
    if (channel == Channel.STATE) {
      roots.add(Element.of("serial_number", serialNumber));
    }
    roots.add(Element.of(channel.result(), outcome.results()));
    return body(roots);
  }

  private String body(List<Element> roots) {
    String lines =
        roots.stream()
            .map(root -> new Tixml(Tixml.Form.TEXT, Tixml.Frame.NONE, List.of(root)).format())
            .collect(Collectors.joining("\n", DECLARATION + "\n", ""));
    return settings.braces() ? "{\n" + lines + "\n}" : lines;
  }
}

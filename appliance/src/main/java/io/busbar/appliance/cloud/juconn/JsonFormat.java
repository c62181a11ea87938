package io.busbar.appliance.cloud.juconn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.tixml.codec.Tixml;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON as the manual's examples have it, with what is no JSON in them put right. */
record JsonFormat(JuconnSettings settings) implements Format {
  @Override
  public String rollout(String requestId, String product, String serialNumber) {
    return object(json -> {
      json.writeStringField("request_id", requestId);
      json.writeStringField("prod_name", product);
      json.writeStringField("serial_number", serialNumber);
    });
  }

  @Override
  public String init(String requestId, DataModel model) {
    return object(json -> {
      json.writeStringField("request_id", requestId);
      json.writeStringField("virtual_devices", settings.virtualDevices() ? "1" : "0");
      json.writeArrayFieldStart("controllers");
      for (Map.Entry<String, List<Sensor>> controller : model.controllers().entrySet()) {
        controller(controller.getKey(), controller.getValue(), json);
      }
      json.writeEndArray();
    });
  }

  private void controller(String name, List<Sensor> sensors, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("external_controller_id", name);
    json.writeFieldName("custom_fields");
    value(settings.customFields(), json);
    json.writeNumberField("timeout", settings.timeout().toSeconds());
    json.writeArrayFieldStart("sensors");
    for (Sensor sensor : sensors) {
      json.writeStartObject();
      json.writeStringField("external_sensor_id", sensor.id());
      json.writeStringField("name", sensor.point().name());
      for (var told : SensorMeta.of(sensor.point(), settings.setPoint()).entrySet()) {
        json.writeFieldName(told.getKey());
        value(told.getValue(), json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void value(Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case Boolean flag -> json.writeBoolean(flag);
      case Long number -> json.writeNumber(number);
      case Map<?, ?> fields when fields.isEmpty() -> json.writeNull();
      case Map<?, ?> fields -> {
        json.writeStartObject();
        for (var field : new TreeMap<Object, Object>(fields).entrySet()) {
          json.writeStringField(field.getKey().toString(), field.getValue().toString());
        }
        json.writeEndObject();
      }
      default -> json.writeString(value.toString());
    }
  }

  @Override
  public String data(String messageId, long timestamp, Map<String, List<Reading>> controllers) {
    return object(json -> {
      json.writeFieldName("message_id");
      json.writeNumber(messageId);
      json.writeNumberField("timestamp", timestamp);
      json.writeArrayFieldStart("controllers");
      for (Map.Entry<String, List<Reading>> controller : controllers.entrySet()) {
        json.writeStartObject();
        json.writeStringField("external_controller_id", controller.getKey());
        json.writeArrayFieldStart("sensors");
        for (Reading reading : controller.getValue()) {
          reading(reading, json);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  private static void reading(Reading reading, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("external_sensor_id", reading.sensor().id());
    json.writeFieldName("value");
    if (reading.longitude() != null) {
      json.writeStartObject();
      json.writeStringField("lat", reading.text());
      json.writeStringField("lng", reading.longitude());
      json.writeEndObject();
    } else if (reading.sensor().isNumber(reading.value())) {
      json.writeNumber(reading.text());
    } else {
      json.writeString(reading.text());
    }
    json.writeNumberField("sensor_state", reading.state());
    json.writeEndObject();
  }

  /** The results of config are a text (section 3), the others a part of the document. */
  @Override
  public String result(Channel channel, String responseId, String serialNumber, Outcome outcome) {
    Tixml.Form form = channel == Channel.CONFIG ? Tixml.Form.TEXT : Tixml.Form.JSON;
    String results = new Tixml(form, Tixml.Frame.NONE, outcome.results()).format();
    return object(json -> {
      json.writeNumberField("error_code", outcome.errorCode());
      json.writeStringField("response_id", responseId);
      json.writeFieldName(channel.result());
      if (channel == Channel.CONFIG) {
        json.writeString(results);
      } else {
        json.writeRawValue(results);
      }
    });
  }

  private static String object(JsonText.Body members) {
    return JsonText.of(json -> {
      json.writeStartObject();
      members.to(json);
      json.writeEndObject();
    });
  }
}

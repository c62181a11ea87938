package io.busbar.appliance.tixml;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts one CloudConn into a connector; every key that cannot be put there is a fault. */
final class CloudConnReader {
  static final String TYPE = "CloudConnType";

  /** "Fixed setting (mandatory)". */
  static final String FIXED_TYPE = "FPIL_Tixi_MQTT_1";

  static final String CLIENT_MODE = "TLS_Client_authmode";
  static final String SERVER_MODE = "TLS_Server_authmode";

  /** Ours is another when none is given. */
  private static final String KEEP_ALIVE = "300";

  private final String name;
  private final ObjectNode connector;
  private final List<Cause> faults;
  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * @param connector what was there before, or the beginning of a new one
   */
  CloudConnReader(String name, ObjectNode connector, List<Cause> faults) {
    this.name = name;
    this.connector = connector;
    this.faults = faults;
  }

  void read(Element group) {
    RealtimeGroups sections = new RealtimeGroups(name, faults);
    for (Element element : group.children()) {
      if (!sections.take(element)) {
        take(element);
      }
    }
    mandatory(CloudConnKey.CLOUD_BASE_URL.word());
    mandatory(CloudConnKey.START.word());
    mandatory(TYPE);
    checkFixed(TYPE, List.of(FIXED_TYPE));
    checkFixed(CloudConnKey.FORMAT.word(), List.of("TiXML", "JSON"));
    checkModes();
    values.putIfAbsent(CloudConnKey.KEEP_ALIVE.word(), KEEP_ALIVE);
    for (CloudConnKey key : CloudConnKey.values()) {
      put(key);
    }
    connector.set("sections", sections.json());
  }

  private void take(Element element) {
    String key = element.name();
    boolean known =
        CloudConnKey.of(key) != null || List.of(TYPE, CLIENT_MODE, SERVER_MODE).contains(key);
    if (!known) {
      fault(ErrorNumber.UNKNOWN_KEY, key, "want a parameter of a CloudConn");
    } else if (!Arguments.isValue(element)) {
      fault(ErrorNumber.BAD_VALUE, key, "want a value alone, <" + key + " _=\"...\"/>");
    } else if (values.put(key, String.valueOf(element.value())) != null) {
      fault(ErrorNumber.BAD_VALUE, key, "got it twice, want it once");
    }
  }

  private void mandatory(String key) {
    if (!values.containsKey(key)) {
      fault(ErrorNumber.BAD_VALUE, key, "missing; it must be configured");
    }
  }

  private void checkFixed(String key, List<String> allowed) {
    String value = values.get(key);
    if (value != null && !allowed.contains(value)) {
      fault(ErrorNumber.BAD_VALUE, key, "got " + value + ", want " + String.join(" or ", allowed));
    }
  }

  /** Files are used only in the mode for files; there is no security module. */
  private void checkModes() {
    checkMode(
        CLIENT_MODE,
        List.of("file"),
        List.of(CloudConnKey.TLS_CLIENT_KEY.word(), CloudConnKey.TLS_CLIENT_CERT.word()));
    checkMode(
        SERVER_MODE, List.of("file", "cabundle"), List.of(CloudConnKey.TLS_SERVER_CERT.word()));
  }

  private void checkMode(String key, List<String> allowed, List<String> files) {
    @Nullable String mode = values.get(key);
    if ("hsm".equals(mode)) {
      fault(
          ErrorNumber.NOT_HERE,
          key,
          "got hsm, want " + String.join(" or ", allowed) + ": there is no security module here");
    } else if ("none".equals(mode)) {
      fault(
          ErrorNumber.BAD_VALUE,
          key,
          "got none, want " + String.join(" or ", allowed) + ": else anybody can be the broker");
    } else {
      checkFixed(key, allowed);
    }
    for (String file : files) {
      if (values.containsKey(file) != "file".equals(mode)) {
        fault(
            ErrorNumber.BAD_VALUE,
            file,
            values.containsKey(file) ? "want " + key + " file with it" : "missing with " + key);
      }
    }
  }

  private void put(CloudConnKey key) {
    JsonPointer place = JsonPointer.compile(key.pointer());
    ObjectNode owner =
        place.head().matches() ? connector : connector.withObject(place.head().toString());
    String member = place.last().getMatchingProperty();
    String text = values.get(key.word());
    if (text == null) {
      owner.remove(member);
      return;
    }
    JsonNode value = key.toJson(text);
    if (value == null) {
      fault(ErrorNumber.BAD_VALUE, key.word(), "got " + text + ", want " + key.wanted());
    } else {
      owner.set(member, value);
    }
  }

  private void fault(ErrorNumber number, String key, String detail) {
    faults.add(new Cause(number, name + "/" + key + ": " + detail));
  }
}

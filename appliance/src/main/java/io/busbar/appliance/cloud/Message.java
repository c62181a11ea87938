package io.busbar.appliance.cloud;

/**
 * An MQTT message. Every platform speaks text, so the payload is one; on the wire it is UTF-8.
 *
 * @param qos 0, 1 or 2
 */
public record Message(String topic, String payload, int qos, boolean retain) {}

package io.busbar.appliance.cloud.juconn;

import org.jspecify.annotations.Nullable;

/** A way on which the portal asks and is answered (table 1-1; sections 3 to 5). */
enum Channel {
  /** SetConfig and Set only. */
  CONFIG("config", "configResult", "config_result_xml"),
  /** Any command. */
  CMD("cmd", "cmdResult", "cmd_result"),
  /** What state the gateway is in, as a whole or at a path. */
  STATE("state", "stateResult", "gateway_states");

  private final String topic;
  private final String answerTopic;
  private final String result;

  Channel(String topic, String answerTopic, String result) {
    this.topic = topic;
    this.answerTopic = answerTopic;
    this.result = result;
  }

  /** The last level of the topic that the portal asks on. */
  String topic() {
    return topic;
  }

  /** The last level of the topic that is answered on. */
  String answerTopic() {
    return answerTopic;
  }

  /** The field of an answer that has the results. */
  String result() {
    return result;
  }

  /** The channel of a topic; null when it is none. */
  static @Nullable Channel of(String topic, Ids ids) {
    for (Channel channel : values()) {
      if (topic.equals(ids.topic(channel.topic))) {
        return channel;
      }
    }
    return null;
  }
}

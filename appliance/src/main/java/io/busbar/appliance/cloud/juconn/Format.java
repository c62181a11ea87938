package io.busbar.appliance.cloud.juconn;

import java.util.List;
import java.util.Map;

/** How what the gateway says is written; CloudConnDataFormat chooses. */
sealed interface Format permits TixmlFormat, JsonFormat {
  /** The format that the settings want. */
  static Format of(JuconnSettings settings) {
    return settings.format().equals("JSON") ? new JsonFormat(settings) : new TixmlFormat(settings);
  }

  /** Body of {@code fp/gatewayRollout} (section 2.1.1). */
  String rollout(String requestId, String product, String serialNumber);

  /** Body of {@code gatewayInit} (section 2.2.1). */
  String init(String requestId, DataModel model);

  /**
   * Body of {@code data} (section 2.3).
   *
   * @param messageId a decimal
   * @param timestamp seconds since 1970, UTC
   */
  String data(String messageId, long timestamp, Map<String, List<Reading>> controllers);

  /** Body of {@code configResult}, {@code cmdResult} or {@code stateResult} (sections 3 to 5). */
  String result(Channel channel, String responseId, String serialNumber, Outcome outcome);
}

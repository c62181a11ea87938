package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.juconn.Ids.DataBroker;
import io.busbar.appliance.tixml.codec.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A portal's answer to a rollout (section 2.1.2) or an initialisation (section 2.2.2).
 *
 * @param responseId the request that it answers; empty when it does not say
 * @param errorCode 0 when all is well; else see {@link #error}
 * @param configuration the SetConfig commands of gateway_configuration
 * @param portalVersion empty when it does not say
 */
record Answer(
    String responseId,
    int errorCode,
    String customerId,
    String gatewayId,
    String brokerUrl,
    @Nullable Integer brokerQos,
    List<Element> configuration,
    String portalVersion) {
  private static final int LONGEST_QUOTE = 100;

  /**
   * Reads an answer in either format.
   *
   * @throws UnreadableException it is none
   */
  static Answer read(String payload) throws UnreadableException {
    Incoming answer = Incoming.read(payload);
    Incoming broker = answer.child("data_broker_details");
    Integer code = answer.whole("error_code");
    if (code == null) {
      throw new UnreadableException("got no error_code, want 0 or the number of an error");
    }
    return new Answer(
        answer.text("response_id"),
        code,
        answer.text("customer_id"),
        answer.text("gateway_id"),
        broker == null ? "" : broker.text("url"),
        broker == null ? null : broker.whole("qos"),
        answer.commands("gateway_configuration"),
        quote(answer.text("portal_version")));
  }

  /**
   * The ids that it gives.
   *
   * @param base the broker that was asked
   * @throws UnreadableException they cannot be used
   */
  Ids ids(BrokerSettings base) throws UnreadableException {
    DataBroker broker =
        brokerUrl.isEmpty() && brokerQos == null
            ? null
            : DataBroker.of(brokerUrl.isEmpty() ? base.url() : brokerUrl, brokerQos, base);
    return Ids.of(customerId, gatewayId, broker);
  }

  /** What its error code means (table 8-1). */
  String error() {
    return "error "
        + errorCode
        + switch (errorCode) {
          case 404 -> ": gateway not found; register its serial number at the portal";
          case 409 -> ": gateway not in the state for this; look at its state at the portal";
          case 500 -> ": request_id not understood";
          default -> "";
        };
  }

  /** A text from outside, short enough for a message. */
  static String quote(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }
}

package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.BrokerSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the rollout gives a gateway: two parts of every topic, and where to send from now on.
 *
 * @param broker null for the broker that was asked
 */
record Ids(String customerId, String gatewayId, @Nullable DataBroker broker) {
  /** No level separator, wildcard or control character: an id is one level of every topic. */
  static final String PATTERN = "^[^/+#\\x00-\\x1f\\x7f]{1,128}$";

  /** Stands for what the portal will give, in a preview alone. */
  static final Ids UNKNOWN = new Ids("customer_id", "gateway_id", null);

  private static final Pattern ID = Pattern.compile(PATTERN);

  /** The ids of the configuration; null when the portal is to be asked for them. */
  static @Nullable Ids configured(JuconnSettings settings) {
    return settings.customerId() == null || settings.gatewayId() == null
        ? null
        : new Ids(settings.customerId(), settings.gatewayId(), null);
  }

  /**
   * Ids that a portal gave.
   *
   * @throws UnreadableException one of them cannot be a part of a topic
   */
  static Ids of(String customerId, String gatewayId, @Nullable DataBroker broker)
      throws UnreadableException {
    require("customer_id", customerId);
    require("gateway_id", gatewayId);
    return new Ids(customerId, gatewayId, broker);
  }

  /** The gateway's topic of this name, for example {@code data}. */
  String topic(String name) {
    return customerId + "/fp/" + gatewayId + "/" + name;
  }

  private static void require(String field, String id) throws UnreadableException {
    if (!ID.matcher(id).matches()) {
      throw new UnreadableException(
          "got `%s` as %s, want 1 to 128 characters without /, + and #"
              .formatted(Answer.quote(id), field));
    }
  }

  /**
   * The broker for the data connection (section 2.1.2).
   *
   * @param url as the portal wrote it: {@code broker.juconn.io}, with or without scheme and port
   * @param qos null for the configured one
   */
  record DataBroker(String url, @Nullable Integer qos) {
    private static final Pattern URL =
        Pattern.compile(
            "(?:(tcp|ssl)://)?([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?/?");

    /** Scheme, port and path of the configured broker. */
    private static final Pattern BASE =
        Pattern.compile("([a-z]+)://(?:\\[.*]|[^:/\\[]*)((?::[0-9]+)?)((?:/.*)?)");

    /**
     * A broker that a portal named.
     *
     * @throws UnreadableException it is none, or would take the encryption off the connection
     */
    static DataBroker of(String url, @Nullable Integer qos, BrokerSettings base)
        throws UnreadableException {
      Matcher parts = URL.matcher(url);
      if (!parts.matches()) {
        throw new UnreadableException(
            "got `%s` as url, want a host such as broker.juconn.io or ssl://host:8883"
                .formatted(Answer.quote(url)));
      }
      if ("tcp".equals(parts.group(1)) && base.url().matches("(ssl|wss)://.*")) {
        throw new UnreadableException(
            "got `%s` as url, want ssl://: the configured connection is encrypted for good"
                .formatted(Answer.quote(url)));
      }
      if (qos != null && (qos < 0 || qos > 2)) {
        throw new UnreadableException("got " + qos + " as qos, want 0, 1 or 2");
      }
      return new DataBroker(url, qos);
    }

    /** The configured broker's settings with this address, which takes from them what it lacks. */
    BrokerSettings on(BrokerSettings base) {
      Matcher own = URL.matcher(url);
      Matcher lent = BASE.matcher(base.url());
      if (!own.matches() || !lent.matches()) {
        return base;
      }
      String scheme = own.group(1);
      boolean same = scheme == null || scheme.equals(lent.group(1));
      String port = own.group(3);
      if (port == null) {
        port = same ? lent.group(2) : scheme.equals("ssl") ? ":8883" : ":1883";
      }
      String path = same ? lent.group(3) : "";
      String there = (same ? lent.group(1) : scheme) + "://" + own.group(2) + port + path;
      return base.at(there, qos == null ? base.qos() : qos);
    }
  }
}

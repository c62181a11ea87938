package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.LinkFailure.Kind;
import java.io.EOFException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the end of an MQTT connection means for the one who installs the gateway. */
final class MqttFailures {
  private MqttFailures() {}

  /**
   * Why there was no CONNACK, or a refusing one.
   *
   * @param code of the CONNACK, 1 to 5 (MQTT 3.1.1, 3.2.2.3); anything else when none came
   */
  static LinkFailure atConnect(int code, @Nullable Throwable e, BrokerSettings broker) {
    LinkFailure alert = e == null ? null : TlsFailures.alert(e, broker, true);
    if (alert != null) {
      return alert;
    }
    return switch (code) {
      case 1 ->
          failure(
              broker,
              Kind.PROTOCOL_VERSION,
              "the broker does not speak MQTT 3.1.1 (CONNACK 1); use a broker or port that does");
      case 2 ->
          failure(
              broker,
              Kind.CLIENT_ID,
              "the broker refuses this client id (CONNACK 2); check its spelling and its form");
      case 3 ->
          failure(
              broker,
              Kind.UNAVAILABLE,
              "the broker is there but out of service (CONNACK 3); it is tried again by itself, ask"
                  + " its operator if that lasts");
      case 4 ->
          failure(
              broker,
              Kind.BAD_LOGIN,
              "user name or password is wrong (CONNACK 4); set both as the platform gave them");
      case 5 ->
          failure(
              broker,
              Kind.NOT_AUTHORISED,
              "this client may not connect (CONNACK 5); check the user, the certificate and the"
                  + " client id's rights at the platform");
      default ->
          failure(
              broker,
              Kind.CLOSED_AT_CONNECT,
              "the broker closed the connection instead of answering CONNECT ("
                  + words(e)
                  + "); check the client id, the certificate's rights, and whether the port wants"
                  + " TLS");
    };
  }

  /**
   * Why a connection that was up is gone.
   *
   * @param silent the broker answered no ping, or took no more bytes
   */
  static LinkFailure lost(
      boolean silent, @Nullable Throwable e, BrokerSettings broker, Duration keepAlive) {
    LinkFailure alert = e == null ? null : TlsFailures.alert(e, broker, true);
    if (alert != null) {
      return alert;
    }
    if (silent) {
      return failure(
          broker,
          Kind.LOST,
          "the broker fell silent (no answer to a ping, keep-alive "
              + keepAlive.toSeconds()
              + " s); check the line");
    }
    return failure(broker, Kind.CLOSED, "the connection was closed (" + words(e) + ")");
  }

  /** The innermost cause says most, for example "Connection reset". */
  private static String words(@Nullable Throwable e) {
    Throwable inner = e;
    while (inner != null && inner.getCause() != null) {
      inner = inner.getCause();
    }
    if (inner == null) {
      return "no reason known";
    }
    return inner instanceof EOFException ? "end of stream" : inner.toString();
  }

  private static LinkFailure failure(BrokerSettings broker, Kind kind, String text) {
    return new LinkFailure(kind, broker + ": " + text);
  }
}

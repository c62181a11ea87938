package io.busbar.appliance.cloud;

/**
 * Why there is no connection to a broker.
 *
 * @param kind what happened, for programs
 * @param text what happened, where, and what to do, for the installer; never holds a password
 */
public record LinkFailure(Kind kind, String text) {
  /** What can go wrong, in the order in which a connection comes about. */
  public enum Kind {
    /** A certificate or key file of ours cannot be used. */
    FILES,
    UNKNOWN_HOST,
    REFUSED,
    NO_ROUTE,
    TIMEOUT,
    /** The broker does not speak TLS on this port. */
    NO_TLS,
    /** The broker's certificate is signed by nobody we trust. */
    UNTRUSTED,
    WRONG_NAME,
    /** A certificate is expired or not yet valid, by this device's clock. */
    CERTIFICATE_DATE,
    CLIENT_CERTIFICATE,
    TLS,
    /** CONNACK 1. */
    PROTOCOL_VERSION,
    /** CONNACK 2. */
    CLIENT_ID,
    /** CONNACK 3. */
    UNAVAILABLE,
    /** CONNACK 4. */
    BAD_LOGIN,
    /** CONNACK 5. */
    NOT_AUTHORISED,
    /** TCP and TLS are fine, yet no CONNACK came. */
    SILENT,
    /** The broker closed the connection instead of answering CONNECT. */
    CLOSED_AT_CONNECT,
    SUBSCRIBE_REFUSED,
    /** A publish was not acknowledged in time. */
    UNACKNOWLEDGED,
    /** The broker closed a connection that was up. */
    CLOSED,
    /** Closed again and again soon after it was up: most likely a second client of this id. */
    TAKEN_OVER,
    /** The broker fell silent, or the line broke. */
    LOST,
    /** A fault in this program. */
    DEFECT
  }
}

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
    FILES(301),
    UNKNOWN_HOST(101),
    REFUSED(201),
    NO_ROUTE(202),
    TIMEOUT(203),
    /** The broker does not speak TLS on this port. */
    NO_TLS(302),
    /** The broker's certificate is signed by nobody we trust. */
    UNTRUSTED(303),
    WRONG_NAME(304),
    /** A certificate is expired or not yet valid, by this device's clock. */
    CERTIFICATE_DATE(305),
    CLIENT_CERTIFICATE(401),
    TLS(306),
    /** CONNACK 1. */
    PROTOCOL_VERSION(501),
    /** CONNACK 2. */
    CLIENT_ID(502),
    /** CONNACK 3. */
    UNAVAILABLE(503),
    /** CONNACK 4. */
    BAD_LOGIN(504),
    /** CONNACK 5. */
    NOT_AUTHORISED(505),
    /** TCP and TLS are fine, yet no CONNACK came. */
    SILENT(506),
    /** The broker closed the connection instead of answering CONNECT. */
    CLOSED_AT_CONNECT(507),
    SUBSCRIBE_REFUSED(601),
    /** A publish was not acknowledged in time. */
    UNACKNOWLEDGED(701),
    /** The broker closed a connection that was up. */
    CLOSED(801),
    /** Closed again and again soon after it was up: most likely a second client of this id. */
    TAKEN_OVER(802),
    /** The broker fell silent, or the line broke. */
    LOST(803),
    /** A fault in this program. */
    DEFECT(901);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /**
     * Which failure it is, to be read out on the phone; the same in every version. Its first digit
     * is the stage of a {@link ConnectionTest}.
     */
    public int number() {
      return number;
    }
  }
}

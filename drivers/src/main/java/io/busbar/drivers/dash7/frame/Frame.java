package io.busbar.drivers.dash7.frame;

import java.nio.charset.StandardCharsets;

/**
 * One frame between host and modem whose CRC was right.
 *
 * @param counter 0 to 255, one more with each frame of a direction; a jump tells of lost frames and
 *     is never a reason to drop one
 */
public record Frame(int counter, Content content) {

  /** What a frame carries, by its type octet. */
  public sealed interface Content {
    /** The type octet, 0 to 255. */
    int type();

    /** What stands behind the header, 0 to 255 octets. */
    Bytes payload();

    /** The content that a type octet and a payload stand for; every pair stands for one. */
    static Content of(int type, Bytes payload) {
      return switch (type) {
        case Alp.TYPE -> new Alp(payload);
        case PingRequest.TYPE -> new PingRequest(payload);
        case PingResponse.TYPE -> new PingResponse(payload);
        case Logging.TYPE -> new Logging(payload);
        case Rebooted.TYPE -> new Rebooted(payload);
        default -> new Unknown(type, payload);
      };
    }
  }

  /** One ALP command. */
  public record Alp(Bytes payload) implements Content {
    static final int TYPE = 0x01;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /**
   * Are you there? From the modem (its watchdog sends {@code CC}) it wants {@code CC} back within
   * 15 s. To the modem it also ends every command that the modem still has in hand.
   */
  public record PingRequest(Bytes payload) implements Content {
    static final int TYPE = 0x02;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /** Here I am; the modem answers a ping with {@code 02}. */
  public record PingResponse(Bytes payload) implements Content {
    static final int TYPE = 0x03;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /** A line of the modem's own log. */
  public record Logging(Bytes payload) implements Content {
    static final int TYPE = 0x04;

    @Override
    public int type() {
      return TYPE;
    }

    /** The line; what cannot be printed becomes a dot, so that it cannot forge our log. */
    public String text() {
      return new String(payload.toArray(), StandardCharsets.ISO_8859_1)
          .strip()
          .replaceAll("[^\\x20-\\x7E]", ".");
    }
  }

  /** The modem started anew: whatever it had in hand is lost. */
  public record Rebooted(Bytes payload) implements Content {
    static final int TYPE = 0x05;

    @Override
    public int type() {
      return TYPE;
    }

    /** Why, as far as the modem says. */
    public RebootReason reason() {
      return payload.length() == 0 ? RebootReason.NOT_AVAILABLE : RebootReason.of(payload.at(0));
    }
  }

  /** A type that is not in the list. */
  public record Unknown(int type, Bytes payload) implements Content {}
}

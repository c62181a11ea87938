package io.busbar.drivers.dash7.alp;

import io.busbar.drivers.dash7.frame.Bytes;

/** What an interface tells of a command that came by it. */
public sealed interface LinkStatus {
  /** The interface, 0 to 255. */
  int interfaceId();

  /** Nothing told: a request was completed without one. {@code 62 D7 00}. */
  record Empty(int interfaceId) implements LinkStatus {
    public Empty {
      Range.octet("interface", interfaceId);
    }
  }

  /** Of another interface than D7, or of a length that D7 does not have; kept as it came. */
  record Other(int interfaceId, Bytes data) implements LinkStatus {
    public Other {
      Range.octet("interface", interfaceId);
    }
  }

  /** Of a D7 session. */
  record D7(Reception reception, Delivery delivery, Addressee origin) implements LinkStatus {
    @Override
    public int interfaceId() {
      return InterfaceConfig.D7ASP;
    }
  }

  /**
   * How the radio heard it.
   *
   * @param channelIndex 0 to 65535
   * @param levels rx level, link budget and the target level
   */
  record Reception(Channel channel, int channelIndex, Levels levels) {
    public Reception {
      Range.within("channel", channelIndex, 0xFFFF);
    }
  }

  /**
   * The channel header.
   *
   * @param code b6 to b4 band, b3 to b2 class, b1 to b0 coding
   */
  record Channel(int code) {
    private static final String[] CLASS = {"LO", "LoRa", "NORMAL", "HI"};
    private static final String[] CODING = {"PN9", "coding 1", "FEC", "CW"};

    public Channel {
      Range.octet("channel header", code);
    }

    /** For example {@code 868 LO FEC}. */
    public String text() {
      int band = code >> 4 & 0x07;
      String name =
          switch (band) {
            case 2 -> "433";
            case 3 -> "868";
            case 4 -> "915";
            default -> "band " + band;
          };
      return name + " " + CLASS[code >> 2 & 0x03] + " " + CODING[code & 0x03];
    }
  }

  /**
   * Levels.
   *
   * @param rx minus the received power in dBm, 0 to 255: 57 is -57 dBm
   * @param linkBudget dB lost on the way, 0 to 255: below 50 very good, above 110 very poor
   * @param target the level that sender and receiver agreed on, 0 to 255
   */
  record Levels(int rx, int linkBudget, int target) {
    public Levels {
      Range.octet("rx level", rx);
      Range.octet("link budget", linkBudget);
      Range.octet("target level", target);
    }
  }

  /**
   * How the session went.
   *
   * @param bits b7 secured, b6 missed, b5 retry, b4 unicast
   * @param fifo token of the session, 0 to 255
   * @param sequence number of the request, 0 to 255
   * @param responseTo time since the request, in 1/1024 s
   */
  record Delivery(int bits, int fifo, int sequence, CompressedTime responseTo) {
    public Delivery {
      Range.octet("status bits", bits);
      Range.octet("fifo token", fifo);
      Range.octet("sequence number", sequence);
    }

    /** It was secured. */
    public boolean secured() {
      return (bits & 0x80) != 0;
    }

    /** An earlier one was missed. */
    public boolean missed() {
      return (bits & 0x40) != 0;
    }

    /** It is a repetition. */
    public boolean retry() {
      return (bits & 0x20) != 0;
    }

    /** It was sent to one. */
    public boolean unicast() {
      return (bits & 0x10) != 0;
    }
  }
}

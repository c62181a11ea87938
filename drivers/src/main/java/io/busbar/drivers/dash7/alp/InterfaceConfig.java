package io.busbar.drivers.dash7.alp;

import java.time.Duration;

/** How an interface shall send what is forwarded to it. */
public sealed interface InterfaceConfig {
  /** Host (00) and serial (01) have nothing to configure. */
  int HOST = 0x00;

  int SERIAL = 0x01;
  int D7ASP = 0xD7;

  /** The interface, 0 to 255. */
  int interfaceId();

  /**
   * A D7 session.
   *
   * @param dormant how long the command may wait for its node, in seconds; 0 sends it now
   */
  record D7(Qos qos, CompressedTime dormant, Addressee addressee) implements InterfaceConfig {
    @Override
    public int interfaceId() {
      return D7ASP;
    }

    /** A session that starts now. */
    public static D7 now(Qos qos, Addressee addressee) {
      return new D7(qos, CompressedTime.ZERO, addressee);
    }

    /**
     * A session that waits until its node is heard.
     *
     * @throws IllegalArgumentException longer than 507904 s
     */
    public static D7 dormant(Qos qos, Addressee addressee, Duration wait) {
      int seconds = Math.clamp(wait.toSeconds(), 0, Integer.MAX_VALUE);
      return new D7(qos, CompressedTime.atLeast(seconds), addressee);
    }
  }

  /** An interface without configuration: {@link #HOST} or {@link #SERIAL}. */
  record Plain(int interfaceId) implements InterfaceConfig {
    public Plain {
      Range.within("plain interface", interfaceId, SERIAL);
    }
  }
}

package io.busbar.drivers.dash7.alp;

/**
 * Whom a D7 session is with.
 *
 * @param security the network layer security method, 0 to 15; see {@link #securityText}
 * @param accessClass high nibble specifier, low nibble mask, 0 to 255
 */
public record Addressee(Id id, int security, int accessClass) {
  private static final String[] SECURITY = {
    "none",
    "AES-CTR",
    "AES-CBC-MAC-128",
    "AES-CBC-MAC-64",
    "AES-CBC-MAC-32",
    "AES-CCM-128",
    "AES-CCM-64",
    "AES-CCM-32"
  };

  public Addressee {
    Range.within("security method", security, 0x0F);
    Range.octet("access class", accessClass);
  }

  /** How one is called. */
  public sealed interface Id {
    /** Everyone, of whom about so many are there. */
    record Some(CompressedTime number) implements Id {}

    /** Everyone. */
    record All() implements Id {}

    /** One. */
    record Node(Uid uid) implements Id {}

    /** One by its short id, 0 to 65535. */
    record ShortId(int vid) implements Id {
      public ShortId {
        Range.within("VID", vid, 0xFFFF);
      }
    }
  }

  /** One node, in the clear. */
  public static Addressee of(Uid uid, int accessClass) {
    return new Addressee(new Id.Node(uid), 0, accessClass);
  }

  /** Every node of an access class, in the clear. */
  public static Addressee everyone(int accessClass) {
    return new Addressee(new Id.All(), 0, accessClass);
  }

  /** The security method in words. */
  public String securityText() {
    return security < SECURITY.length ? SECURITY[security] : "method " + security;
  }
}

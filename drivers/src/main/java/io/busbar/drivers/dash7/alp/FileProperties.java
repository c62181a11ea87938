package io.busbar.drivers.dash7.alp;

/**
 * The 12-byte header of a file.
 *
 * @param permissions b7 encrypted, b6 executable, b5 user reads, b4 user writes, b3 user executes,
 *     b2 guest reads, b1 guest writes, b0 guest executes
 * @param properties b7 action enabled, b6 to b4 its condition, b1 to b0 storage class
 * @param action what happens when the condition is met
 * @param size how long the file is
 */
public record FileProperties(int permissions, int properties, ActionFiles action, Size size) {
  public FileProperties {
    Range.octet("permissions", permissions);
    Range.octet("properties", properties);
  }

  /** Where a file lives. */
  public enum Storage {
    TRANSIENT,
    VOLATILE,
    RESTORABLE,
    PERMANENT
  }

  /** One right; its mask is its bit of {@code permissions}. */
  public enum Right {
    ENCRYPTED(0x80),
    EXECUTABLE(0x40),
    USER_READS(0x20),
    USER_WRITES(0x10),
    USER_EXECUTES(0x08),
    GUEST_READS(0x04),
    GUEST_WRITES(0x02),
    GUEST_EXECUTES(0x01);

    private final int mask;

    Right(int mask) {
      this.mask = mask;
    }
  }

  /**
   * The two files of an action.
   *
   * @param command file with the ALP command, 0 to 255
   * @param interfaceFile file with the interface it goes out by, 0 to 255
   */
  public record ActionFiles(int command, int interfaceFile) {
    public ActionFiles {
      Range.octet("action file", command);
      Range.octet("interface file", interfaceFile);
    }
  }

  /** Bytes in use and bytes set aside, 0 to 4294967295 each. */
  public record Size(long used, long allocated) {
    public Size {
      Range.within("length", used, 0xFFFF_FFFFL);
      Range.within("allocated length", allocated, 0xFFFF_FFFFL);
    }
  }

  /** Whether the header grants this. */
  public boolean grants(Right right) {
    return (permissions & right.mask) != 0;
  }

  /** Whether the action is switched on. */
  public boolean actionEnabled() {
    return (properties & 0x80) != 0;
  }

  /** When the action happens, 0 to 7. */
  public int actionCondition() {
    return properties >> 4 & 0x07;
  }

  /** Where the file lives. */
  public Storage storage() {
    return Storage.values()[properties & 0x03];
  }
}

package io.busbar.appliance.tixml.codec;

/** Which characters a TiXML text can hold at all (XML 1.0, production 2). */
final class Characters {
  /** Stands for one that it cannot hold. */
  static final int UNKNOWN = 0xfffd;

  private Characters() {}

  static boolean isXml(int c) {
    return c == 0x9
        || c == 0xa
        || c == 0xd
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}

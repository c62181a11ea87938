package io.busbar.appliance.cloud;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Wraps keys of the older forms into PKCS#8, which is all that Java reads (DER, X.690). An RSA key
 * is PKCS#1 (RFC 8017), an EC key is SEC 1 (RFC 5915):
 *
 * <pre>
 * PKCS#8  30 len  02 01 00  30 len {06 .. algorithm, parameters}  04 len {the older form}
 * SEC 1   30 len  02 01 01  04 len {private}  a0 len {06 .. curve}  a1 len {03 .. public}
 * </pre>
 */
final class Pkcs1 {
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xa0;
  private static final byte[] VERSION = {2, 1, 0};

  /** 1.2.840.113549.1.1.1 rsaEncryption, with NULL. */
  private static final byte[] RSA = {
    6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  /** 1.2.840.10045.2.1 id-ecPublicKey. */
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private Pkcs1() {}

  /** The PKCS#8 form of the body of {@code RSA PRIVATE KEY}. */
  static byte[] rsa(byte[] body) {
    return wrapped(RSA, body);
  }

  /**
   * The PKCS#8 form of the body of {@code EC PRIVATE KEY}.
   *
   * @throws IllegalArgumentException it does not name its curve, or is damaged
   */
  static byte[] ec(byte[] body) {
    return wrapped(joined(EC, curve(body)), body);
  }

  private static byte[] wrapped(byte[] algorithm, byte[] body) {
    return element(
        SEQUENCE, joined(VERSION, element(SEQUENCE, algorithm), element(OCTETS, body)));
  }

  private static byte[] curve(byte[] body) {
    int[] whole = element(body, 0);
    for (int at = whole[0]; at < whole[1]; ) {
      int[] inner = element(body, at);
      if ((body[at] & 0xff) == PARAMETERS) {
        return Arrays.copyOfRange(body, inner[0], inner[1]);
      }
      at = inner[1];
    }
    throw new IllegalArgumentException("the key does not name its curve");
  }

  /** Where the content of the element at an offset begins and ends. */
  private static int[] element(byte[] der, int at) {
    if (at + 2 > der.length) {
      throw new IllegalArgumentException("the key is cut off");
    }
    int length = der[at + 1] & 0xff;
    int start = at + 2;
    if (length >= 0x80) {
      int more = length & 0x7f;
      if (more == 0 || more > 3 || start + more > der.length) {
        throw new IllegalArgumentException("the key is damaged");
      }
      length = 0;
      for (int i = 0; i < more; i++) {
        length = length << 8 | der[start + i] & 0xff;
      }
      start += more;
    }
    if (start + length > der.length) {
      throw new IllegalArgumentException("the key is cut off");
    }
    return new int[] {start, start + length};
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.length < 0x80) {
      der.write(content.length);
    } else if (content.length < 0x100) {
      der.write(0x81);
      der.write(content.length);
    } else {
      der.write(0x82);
      der.write(content.length >> 8);
      der.write(content.length);
    }
    der.writeBytes(content);
    return der.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}

package io.busbar.appliance.console.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes that only a passphrase opens: AES-256-GCM under a key of PBKDF2-HMAC-SHA256 with 600,000
 * rounds (OWASP password storage cheat sheet, 2023).
 */
final class SecretBox {
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BITS = 256;
  private static final int ROUNDS = 600_000;

  private SecretBox() {}

  /** Salt, nonce and the sealed bytes in one. */
  static byte[] seal(String passphrase, byte[] secret) {
    SecureRandom random = new SecureRandom();
    byte[] head = new byte[SALT + NONCE];
    random.nextBytes(head);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, passphrase, head).doFinal(secret);
      return ByteBuffer.allocate(head.length + sealed.length).put(head).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM and PBKDF2", e);
    }
  }

  /**
   * What was sealed.
   *
   * @throws BackupException it is another passphrase, or the bytes are damaged
   */
  static byte[] open(String passphrase, byte[] box) throws BackupException {
    int head = SALT + NONCE;
    if (box.length < head + TAG_BITS / Byte.SIZE) {
      throw new BackupException("secrets.bin: got " + box.length + " bytes, it is cut off");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, passphrase, Arrays.copyOf(box, head))
          .doFinal(box, head, box.length - head);
    } catch (AEADBadTagException e) {
      throw new BackupException(
          "passphrase: it does not open this backup's secrets; give the one that it was made with,"
              + " or none to restore without them",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM and PBKDF2", e);
    }
  }

  private static Cipher cipher(int mode, String passphrase, byte[] head)
      throws GeneralSecurityException {
    byte[] salt = Arrays.copyOf(head, SALT);
    // As bytes of UTF-8, each one char, because the provider takes only the low byte of some chars.
    char[] chars =
        new String(passphrase.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
            .toCharArray();
    PBEKeySpec spec = new PBEKeySpec(chars, salt, ROUNDS, KEY_BITS);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    spec.clearPassword();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, head, SALT, NONCE));
    return cipher;
  }
}

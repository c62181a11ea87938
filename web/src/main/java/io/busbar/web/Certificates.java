package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Fault;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificates and keys that connections name in their settings. */
public interface Certificates {
  /** All of them, in the order of their files. A key tells nothing but that it is there. */
  @Needs(Role.VIEWER)
  List<CertificateView> all();

  /**
   * Checks what is handed in and keeps it, all or nothing. What was there under the same name goes:
   * that is how a certificate is renewed.
   *
   * @param name what the files' names begin with
   */
  @Needs(value = Role.INSTALLER, audit = "certificate", shown = 1)
  Kept put(String name, Upload upload);

  /** Removes a file that no connection names. */
  @Needs(value = Role.INSTALLER, audit = "certificate removed", shown = 1)
  Removed remove(String file);

  /**
   * What is handed in, as PEM texts.
   *
   * @param authorities who may sign a broker's certificate; null for none
   * @param certificate of the client, with its chain; null for none
   * @param key of the client's certificate, not encrypted; null when it is there already
   */
  record Upload(@Nullable String authorities, @Nullable String certificate, @Nullable String key) {
    /** A key is never a part of a text. */
    @Override
    public String toString() {
      return "Upload";
    }
  }

  /** What became of what was handed in. */
  sealed interface Kept {
    /**
     * It is there.
     *
     * @param authorities file of the authorities; null when none were handed in
     * @param certificate file of the client's certificate; null when none was handed in
     * @param key file of its key; null when none was handed in
     */
    record Done(@Nullable String authorities, @Nullable String certificate, @Nullable String key)
        implements Kept {}

    /** Every fault of it; paths are {@code /name}, {@code /authorities} and so on. */
    record Refused(List<Fault> problems) implements Kept {}

    /** Good, but it cannot be written now. */
    record NotSaved(String reason) implements Kept {}
  }

  /** What became of a file that was to go. */
  sealed interface Removed {
    /** It is gone. */
    record Done() implements Removed {}

    /** There is no such file. */
    record Unknown() implements Removed {}

    /** It stays; the sentence says why. */
    record Not(String sentence) implements Removed {}
  }

  /**
   * One file.
   *
   * @param file its name, as settings have it
   * @param kind {@code authority}, {@code certificate}, {@code key} or {@code unreadable}
   * @param subject whom the first certificate names; empty of a key
   * @param issuer who signed it; empty of a key
   * @param notBefore from when it is valid; null of a key
   * @param notAfter until when it is valid; null of a key
   * @param state by the clock of the appliance {@code valid}, {@code soon} (60 days or less are
   *     left), {@code expired} or {@code early}; of a key {@code key}, else {@code unreadable}
   * @param fingerprint SHA-256 of the certificate, in hex with colons; empty of a key
   * @param usedBy connections that name it
   */
  record CertificateView(
      String file,
      String kind,
      String subject,
      String issuer,
      @Nullable Instant notBefore,
      @Nullable Instant notAfter,
      String state,
      String fingerprint,
      List<String> usedBy) {}
}

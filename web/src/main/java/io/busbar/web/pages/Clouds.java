package io.busbar.web.pages;

import io.busbar.web.pages.FormView.Trouble;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All connections to clouds, every text ready to show.
 *
 * @param readAt when the appliance was asked, in its own time
 * @param kinds the platforms that there are
 */
public record Clouds(String readAt, List<Overview.Cloud> connections, List<String> kinds) {

  /**
   * One connection.
   *
   * @param state how it is; null while it is configured and not at work
   * @param type its platform
   */
  public record Connection(
      String readAt,
      String name,
      String type,
      Overview.@Nullable Cloud state,
      List<Section> sections) {}

  /**
   * A section in a list.
   *
   * @param rule when it sends
   * @param reported values it sent since it began
   * @param saved values that its hysteresis saved since then; empty for none
   */
  public record Section(String name, String rule, int points, String reported, String saved) {}

  /**
   * A test of a connection.
   *
   * @param number of the test while it runs; 0 when it is over or never began
   * @param stage number of the one that is being tried; 0 while none is
   * @param name of the connection; may be empty
   * @param kind {@code good}, {@code wait}, {@code bad} or {@code off}: colour and sign
   * @param headline how far it came
   * @param refused what speaks against trying it at all; empty when it was tried
   */
  public record Trial(
      int number,
      int stage,
      String name,
      String kind,
      String headline,
      List<Stage> stages,
      List<Trouble> refused) {
    /** One that did not come about. */
    public static Trial of(String kind, String headline, List<Trouble> refused) {
      return new Trial(0, 0, "", kind, headline, List.of(), refused);
    }

    /** Whether it is not over yet. */
    public boolean isRunning() {
      return number > 0;
    }
  }

  /**
   * One stage of a test.
   *
   * @param kind {@code good}, {@code wait}, {@code bad} or {@code off}: colour and sign
   * @param result the same in a word
   * @param advice what to do, in the language of the page; null when nothing is to be done
   * @param details what was found, in the words of the appliance
   * @param error number of the failure; empty without one
   */
  public record Stage(
      int number,
      String name,
      String kind,
      String result,
      @Nullable String advice,
      String details,
      String error) {}

  /**
   * What a connection would send.
   *
   * @param first what tells the platform of the data; may be empty
   */
  public record Preview(String name, List<Message> first, List<Message> data) {}

  /**
   * One message.
   *
   * @param facts size, quality of service and whether it stays
   */
  public record Message(String topic, String payload, String facts) {}

  /**
   * A file with a certificate or key.
   *
   * @param light whether it can be used
   * @param valid from when until when; null of a key
   * @param users connections that name it; empty when none does
   */
  public record Certificate(
      String file,
      String kind,
      Overview.Light light,
      String subject,
      String issuer,
      @Nullable Validity valid,
      String fingerprint,
      String users) {}

  /** From when until when. */
  public record Validity(Moment from, Moment to) {}

  /**
   * The files of all connections.
   *
   * @param now the clock of the appliance
   * @param name what was typed for a new one
   */
  public record Certificates(
      Moment now, List<Certificate> files, String name, List<Trouble> problems) {}
}

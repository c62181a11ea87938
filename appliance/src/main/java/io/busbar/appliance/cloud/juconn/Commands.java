package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.juconn.JuconnSettings.Permission;
import io.busbar.appliance.tixml.codec.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a portal sent, on a thread on which it may take hours. Before a SetConfig the
 * gateway's own processing is stopped, and the SetConfig done only if that worked (sections 3 and
 * 4); afterwards it runs again, if it ran before.
 */
final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private static final String SET_CONFIG = "SetConfig";
  private static final String MODE = "/Process/Program/Mode";

  private final UnaryOperator<Element> interpreter;
  private final Consumer<String> supportLog;

  /**
   * @param interpreter answers one command; an answer called Error is a refusal
   * @param supportLog takes the results of a portal's configuration
   */
  Commands(UnaryOperator<Element> interpreter, Consumer<String> supportLog) {
    this.interpreter = interpreter;
    this.supportLog = supportLog;
  }

  /** What a command needs to be allowed; null when there is no such command. */
  static @Nullable Permission needed(Element command) {
    return switch (command.name()) {
      case "Get", "GetConfig", "ReadLog", "CloudSendRealtimeData" -> Permission.READ;
      case "Set", "DoOn" -> Permission.WRITE;
      case SET_CONFIG -> Permission.SET_CONFIG;
      case "Reset" -> Permission.RESET;
      default -> null;
    };
  }

  /** Carries out commands one after the other; one that fails does not stop the others. */
  Outcome run(List<Element> commands) {
    try {
      List<Element> results = answers(commands);
      boolean good = results.stream().noneMatch(Commands::isError);
      return new Outcome(good ? 0 : Outcome.INVALID, results);
    } catch (RuntimeException e) {
      LOG.error("a fault in this program, please report it: a portal's command failed", e);
      return Outcome.refused(Outcome.INVALID, "a fault in this program, please report it: " + e);
    }
  }

  /** Activates the configuration of a rollout (section 2.1.2), each result into the SupportLog. */
  void activate(String connector, List<Element> configuration) {
    for (Element command : configuration) {
      boolean fits = command.name().equals(SET_CONFIG);
      Outcome outcome =
          fits
              ? run(List.of(command))
              : Outcome.refused(Outcome.INVALID, "got " + command.name() + ", want SetConfig");
      supportLog.accept(
          "%s: gateway_configuration, %s %s: %s"
              .formatted(
                  connector,
                  command.name(),
                  command.value() == null ? "" : Answer.quote(command.value()),
                  outcome.errorCode() == 0 ? "done" : words(outcome)));
    }
  }

  private List<Element> answers(List<Element> commands) {
    List<Element> answers = new ArrayList<>();
    boolean configures = commands.stream().anyMatch(Commands::isSetConfig);
    boolean ran = configures && runs();
    @Nullable Element unstopped = configures ? stop() : null;
    for (Element command : commands) {
      answers.add(
          unstopped != null && isSetConfig(command) ? unstopped : interpreter.apply(command));
    }
    if (ran && unstopped == null && isError(interpreter.apply(mode("Run")))) {
      LOG.warn("{} stays at Stop after a portal's SetConfig: it cannot be set to Run", MODE);
    }
    return answers;
  }

  /** Null when it is stopped, else the error that says why not. */
  private @Nullable Element stop() {
    Element answer = interpreter.apply(mode("Stop"));
    return isError(answer) ? answer : null;
  }

  private boolean runs() {
    Element answer = interpreter.apply(Element.of("Get", MODE));
    return answer.children().stream().anyMatch(mode -> "Run".equals(mode.value()));
  }

  private static Element mode(String mode) {
    return Element.of("Set", MODE).with("value", mode).with("ver", "v");
  }

  private static boolean isSetConfig(Element command) {
    return command.name().equals(SET_CONFIG);
  }

  private static boolean isError(Element answer) {
    return answer.name().equals("Error") || answer.child("Error") != null;
  }

  private static String words(Outcome outcome) {
    Element error = outcome.results().getFirst();
    Element text = error.child("ErrText");
    Element detail = error.child("ErrorCause");
    return Answer.quote(
        (text == null ? error : text).value() + (detail == null ? "" : " " + detail.children()));
  }
}

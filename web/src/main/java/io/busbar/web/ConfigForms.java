package io.busbar.web;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.web.Console.ConfigDocument;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import io.busbar.web.forms.FormMaker;
import io.busbar.web.forms.FormProblem;
import io.busbar.web.forms.FormReader;
import io.busbar.web.forms.FormSpec;
import io.busbar.web.forms.Posted;
import io.busbar.web.forms.Schemas;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.Texts;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Forms for parts of the configuration. A part is read from the configuration in force, shown,
 * changed, put back in its place and sent through the one door with the version it was read from.
 */
final class ConfigForms {
  /** The hidden field with the version of the configuration that the form shows. */
  static final String VERSION = "version";

  /** The button that saves for a while only. */
  private static final String TRY = "try";

  /** As long as it takes to look at the values; LuCI's 30 s were too short for many. */
  static final Duration TRIAL = Duration.ofMinutes(2);

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Attached attached;
  private @Nullable Schemas schemas;

  ConfigForms(Attached attached) {
    this.attached = attached;
  }

  /**
   * A part of the configuration.
   *
   * @param pointer its place; with {@code -} at its end for one that is to be added to a list
   * @param spec its form
   * @param start what a new one begins with
   */
  record Part(String pointer, FormSpec spec, ObjectNode start) {
    Part(String pointer, FormSpec spec) {
      this(pointer, spec, JsonNodeFactory.instance.objectNode());
    }

    /** A bus or connection that is there can be spoilt by a change; a new one harms nobody. */
    boolean mayTry() {
      return pointer.matches("/(buses|connectors)/[0-9]+");
    }
  }

  /** What became of a form that was sent. */
  sealed interface Sent {
    /** It is in force. */
    record Saved(ObjectNode object) implements Sent {}

    /** Not saved; the form again, with all that was sent and what is wrong with it. */
    record Again(FormView form, int status) implements Sent {}
  }

  /** The schema of the configuration. */
  synchronized Schemas schemas() {
    Schemas known = schemas;
    if (known == null) {
      known = new Schemas(attached.console().config().schema());
      schemas = known;
    }
    return known;
  }

  /** The configuration in force, secrets hidden. */
  JsonNode document() {
    return parse(attached.console().config().read());
  }

  /** A part as it is now, or a new one. */
  FormView show(Part part, String action, Texts texts) {
    Stored stored = attached.console().config().read();
    return FormMaker.make(
            part.spec(),
            before(parse(stored), part),
            null,
            List.of(),
            action,
            stored.version(),
            texts)
        .onTrial(part.mayTry());
  }

  /** What a form holds so far, saved or not: for a test before it is saved. */
  FormReader.Read read(Context ctx, Part part, Texts texts) {
    return read(posted(ctx), part, texts);
  }

  /** The same of what was sent, or became of it. */
  FormReader.Read read(Posted posted, Part part, Texts texts) {
    return FormReader.read(part.spec(), before(document(), part), posted, texts);
  }

  /** A form again as it was sent, with nothing said against it and nothing saved. */
  FormView again(Context ctx, Part part, String action, Texts texts) {
    return again(posted(ctx), part, List.of(), action, texts);
  }

  /** The same of what was sent, or became of it, with what is wrong with it. */
  FormView again(Posted posted, Part part, List<FormProblem> problems, String action, Texts texts) {
    FormReader.Read read = read(posted, part, texts);
    return FormMaker.make(
            part.spec(), read.object(), posted, problems, action, posted.text(VERSION), texts)
        .onTrial(part.mayTry());
  }

  /** Takes a form: reads it, and unless something is wrong with it, saves and applies it. */
  Sent send(Context ctx, Part part, String action, Texts texts) {
    return send(posted(ctx), part, action, texts);
  }

  /** The same of what was sent, or became of it. */
  Sent send(Posted posted, Part part, String action, Texts texts) {
    Stored stored = attached.console().config().read();
    JsonNode document = parse(stored);
    FormReader.Read read = FormReader.read(part.spec(), before(document, part), posted, texts);
    String version = posted.text(VERSION);
    if (posted.changesList()) {
      return again(part, read, posted, List.of(), action, version, texts, 200);
    }
    if (!version.equals(stored.version())) {
      List<FormProblem> outdated = List.of(new FormProblem("", texts.get("form.outdated")));
      return again(part, read, posted, outdated, action, stored.version(), texts, 409);
    }
    if (!read.problems().isEmpty()) {
      return again(part, read, posted, read.problems(), action, version, texts, 422);
    }
    String place = put(document, part.pointer(), read.object());
    List<FormProblem> problems = new ArrayList<>();
    int status = replace(document, stored.version(), posted.has(TRY), place, problems, texts);
    return status == 200
        ? new Sent.Saved(read.object())
        : again(part, read, posted, problems, action, version, texts, status);
  }

  /** Takes a part out of the configuration, or refuses with all that speaks against it. */
  void remove(Context ctx, String pointer, Texts texts) {
    Stored stored = attached.console().config().read();
    if (!posted(ctx).text(VERSION).equals(stored.version())) {
      throw new Refusal(409, texts.get("form.outdated"));
    }
    JsonNode document = parse(stored);
    JsonPointer place = JsonPointer.compile(pointer);
    if (document.at(place.head()) instanceof ArrayNode list) {
      list.remove(place.last().getMatchingIndex());
    }
    List<FormProblem> problems = new ArrayList<>();
    if (replace(document, stored.version(), false, pointer, problems, texts) != 200) {
      throw new Refusal(
          409,
          problems.stream()
              .map(one -> (one.path() + " " + one.message()).strip())
              .collect(Collectors.joining("; ")));
    }
  }

  /** What a browser sent. */
  static Posted posted(Context ctx) {
    return new Posted(ctx.formParamMap());
  }

  private static Sent again(
      Part part,
      FormReader.Read read,
      Posted posted,
      List<FormProblem> problems,
      String action,
      String version,
      Texts texts,
      int status) {
    return new Sent.Again(
        FormMaker.make(part.spec(), read.object(), posted, problems, action, version, texts)
            .onTrial(part.mayTry()),
        status);
  }

  /** The status of the answer; the problems when it is not 200. */
  private int replace(
      JsonNode document,
      String version,
      boolean onTrial,
      String place,
      List<FormProblem> problems,
      Texts texts) {
    byte[] json = document.toPrettyString().getBytes(StandardCharsets.UTF_8);
    ConfigDocument door = attached.console().config();
    // What is saved during a trial is part of it: else one page would make final what another
    // tries.
    boolean tried = onTrial || door.trial() != null;
    return switch (tried ? door.tryOut(json, version, TRIAL) : door.replace(json, version)) {
      case Outcome.Applied _ -> 200;
      case Outcome.Outdated _ -> {
        problems.add(new FormProblem("", texts.get("form.outdated")));
        yield 409;
      }
      case Outcome.NotSaved(String reason) -> {
        problems.add(new FormProblem("", texts.reason(reason)));
        yield 507;
      }
      case Outcome.Refused(List<Fault> faults) -> {
        faults.forEach(fault -> problems.add(within(fault, place, texts)));
        yield 422;
      }
    };
  }

  /** A fault elsewhere in the configuration keeps its whole path. */
  private static FormProblem within(Fault fault, String place, Texts texts) {
    boolean inside = fault.path().equals(place) || fault.path().startsWith(place + "/");
    return new FormProblem(
        inside ? fault.path().substring(place.length()) : fault.path(), sentence(fault, texts));
  }

  /** What is wrong, each with its place in the configuration. */
  static List<String> sentences(List<Fault> faults, Texts texts) {
    return faults.stream().map(one -> one.path() + ": " + sentence(one, texts)).toList();
  }

  /** What is wrong in the language of the page, if it has the sentence. */
  static String sentence(Fault fault, Texts texts) {
    Fault.Said said = fault.said();
    return said == null || texts.find("refusal." + said.key()) == null
        ? texts.reason(fault.message())
        : texts.get("refusal." + said.key(), said.arguments().toArray());
  }

  private static ObjectNode before(JsonNode document, Part part) {
    return document.at(part.pointer()) instanceof ObjectNode there ? there : part.start();
  }

  /**
   * Puts an object into its place.
   *
   * @return the pointer to it, a new one's number in place of the {@code -}
   */
  private static String put(JsonNode document, String pointer, ObjectNode object) {
    JsonPointer place = JsonPointer.compile(pointer);
    String parent = place.head().toString();
    String last = place.last().getMatchingProperty();
    JsonNode holder = document.at(place.head());
    if (holder.isMissingNode()) {
      // A list that nothing was in yet.
      JsonPointer list = place.head();
      holder = ((ObjectNode) document.at(list.head())).putArray(list.last().getMatchingProperty());
    }
    switch (holder) {
      case ArrayNode list when last.equals("-") -> {
        list.add(object);
        return parent + "/" + (list.size() - 1);
      }
      case ArrayNode list -> list.set(Integer.parseInt(last), object);
      case ObjectNode one -> one.set(last, object);
      default -> throw new IllegalArgumentException("got " + pointer + ", want a part of it");
    }
    return pointer;
  }

  /** What an appliance lacks that was never configured is there, and empty. */
  private static JsonNode parse(Stored stored) {
    try {
      JsonNode document = MAPPER.readTree(stored.json());
      if (document instanceof ObjectNode object) {
        if (!object.has("gateway")) {
          object.putObject("gateway").put("name", "Busbar");
        }
        object.withArray("buses");
        object.withArray("connectors");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration in force is no JSON", e);
    }
  }
}

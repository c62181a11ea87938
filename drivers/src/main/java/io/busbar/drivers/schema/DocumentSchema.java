package io.busbar.drivers.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A JSON Schema (2020-12) that a document either keeps or is refused by, with all its faults at
 * once. Reading is bounded as every text from outside is: 1 MB, depth 64, texts of 64 kB, no
 * duplicate keys.
 */
public final class DocumentSchema {
  /** The longest document that is read. */
  public static final int MOST_BYTES = 1_000_000;

  /** More problems than anybody reads; a hostile document could make a million. */
  private static final int MOST_PROBLEMS = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxStringLength(65_536)
                          .maxNumberLength(100)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, new DurationText.Reader())
                  .addSerializer(Duration.class, new DurationText.Writer()))
          .build();

  private final JsonSchema schema;
  private final Faults words;
  private final Defaults defaults;

  /**
   * Loads a schema that ships with the program; one that does not parse is a defect of ours.
   *
   * @param resource beside the class; or from the root, in a folder whose name is no package's
   *     (with a hyphen), if the class is in another module
   */
  public static DocumentSchema of(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource + " beside " + owner.getName());
      }
      return new DocumentSchema(MAPPER.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DocumentSchema(JsonNode text) {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
    this.words = new Faults(text);
    this.defaults = new Defaults(text);
    this.schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text, config);
    this.schema.initializeValidators();
  }

  /** The mapper that documents are read and written with: bounded, strict, durations as text. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * Parses a document, fills in the schema's defaults and checks it.
   *
   * @return the document with every default in its place
   * @throws RefusedException with every problem found
   */
  public JsonNode read(byte[] json) throws RefusedException {
    Checked checked = check(json);
    if (!checked.problems().isEmpty()) {
      throw new RefusedException(checked.problems());
    }
    return checked.good();
  }

  /**
   * Parses a document and checks it, for a caller who has more to check and wants to tell of all
   * problems together.
   *
   * @throws RefusedException the text is no document at all
   */
  public Checked check(byte[] json) throws RefusedException {
    JsonNode document = parse(json);
    Set<ValidationMessage> faults = schema.validate(document);
    Checked checked = new Checked(document, problems(faults));
    while (!faults.isEmpty() && checked.cut(faults)) {
      faults = schema.validate(document);
    }
    defaults.fill(document);
    return checked;
  }

  private List<Problem> problems(Set<ValidationMessage> faults) {
    List<Problem> problems = new ArrayList<>();
    faults.stream().limit(MOST_PROBLEMS).map(words::problem).forEach(problems::add);
    if (faults.size() > MOST_PROBLEMS) {
      problems.add(
          new Problem("", "and " + (faults.size() - MOST_PROBLEMS) + " more; mend these first"));
    }
    return problems;
  }

  /** The record that a checked document, or a part of one, stands for. */
  public static <T> T bind(JsonNode checked, Class<T> type) {
    try {
      return MAPPER.treeToValue(checked, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema lets through what " + type + " refuses", e);
    }
  }

  private static JsonNode parse(byte[] json) throws RefusedException {
    if (json.length > MOST_BYTES) {
      throw refused("got " + json.length + " bytes, want at most " + MOST_BYTES);
    }
    try {
      JsonNode document = MAPPER.readTree(json);
      if (document.isMissingNode()) {
        throw refused("got an empty document, want a JSON object");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw refused("no JSON: " + e.getOriginalMessage() + Faults.place(e.getLocation()));
    } catch (IOException e) {
      throw refused("not readable as " + StandardCharsets.UTF_8 + ": " + e.getMessage());
    }
  }

  private static RefusedException refused(String message) {
    return new RefusedException(List.of(new Problem("", message)));
  }
}

package io.busbar.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request brings, or its refusal with what is wanted instead. */
final class Requests {
  private static final int MAX_BODY = 1_000_000;
  private static final int MAX_PATH = 1100;

  /** Paths are looked up in the process tree and are never part of a file name. */
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.-]{1,64}){0,16}/?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}|0[xX][0-9A-Fa-f]{1,4}");

  private Requests() {}

  /** A path of the process tree, without a slash at its end. */
  static String path(String path) {
    if (path.length() > MAX_PATH || !PATH.matcher(path).matches()) {
      throw new Refusal(
          400,
          "path: got a text that is no path, want one like /Process/Lan/PAC1/frequency: up to 16"
              + " names of letters, digits, _ - and . with a / before each");
    }
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** A whole number of the query, decimal or hex with 0x. */
  static int number(Context ctx, String name, int otherwise) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    if (!NUMBER.matcher(text).matches()) {
      throw new Refusal(400, name + ": got no number, want for example 52 or 0x0034");
    }
    return Integer.decode(text.replaceFirst("^0+(?=[0-9])", ""));
  }

  static byte[] body(Context ctx) throws IOException {
    // One byte more than allowed tells too much from just enough, with or without a length header.
    byte[] body = ctx.req().getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw new Refusal(413, "got a body of more than " + MAX_BODY + " bytes, want at most that");
    }
    return body;
  }

  /** A body that is text. */
  static String utf8(Context ctx) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body(ctx))).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(400, "got bytes that are no UTF-8, want UTF-8");
    }
  }

  /** A JSON object with no other keys than these. */
  static JsonNode object(Context ctx, Set<String> allowed) throws IOException {
    JsonNode body = tree(ctx);
    if (!(body instanceof ObjectNode object)
        || object.properties().stream().anyMatch(one -> !allowed.contains(one.getKey()))) {
      throw new Refusal(
          400,
          "got another form of JSON, want an object with "
              + String.join(", ", new TreeSet<>(allowed))
              + ", not all of them");
    }
    return body;
  }

  /** A JSON object with exactly these keys. */
  static JsonNode object(Context ctx, List<String> keys) throws IOException {
    JsonNode body = tree(ctx);
    if (!(body instanceof ObjectNode) || body.size() != keys.size() || !hasAll(body, keys)) {
      throw new Refusal(
          400, "got another form of JSON, want an object with " + String.join(", ", keys));
    }
    return body;
  }

  private static JsonNode tree(Context ctx) throws IOException {
    try {
      return Json.tree(body(ctx));
    } catch (JacksonException e) {
      throw new Refusal(400, "got no JSON: " + e.getOriginalMessage());
    }
  }

  /** A Boolean, Long, Double or String. */
  static Object scalar(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    throw new Refusal(422, "value: got no number, text, true or false, want one of these");
  }

  static String text(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (!value.isTextual()) {
      throw new Refusal(400, key + ": got no text, want one");
    }
    return value.textValue();
  }

  /**
   * Reads from a form that brings files. What is wrong with it comes out of Jetty as a checked
   * exception that nobody declares, so it is looked at by what caused it.
   */
  static <T extends @Nullable Object> T ofFiles(Supplier<T> read) {
    try {
      return read.get();
    } catch (Exception e) {
      if (e instanceof RuntimeException other && !(e instanceof IllegalStateException)) {
        throw other;
      }
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (String.valueOf(cause.getMessage()).contains("max length exceeded")) {
          throw BackupApi.tooLarge();
        }
      }
      throw new Refusal(400, "got a form with files that is not whole; send it again");
    }
  }

  /** A field of a form. */
  static String field(Context ctx, String name) {
    String value = ctx.formParam(name);
    if (value == null) {
      throw new Refusal(400, name + ": missing in the form; load the page again");
    }
    return value;
  }

  private static boolean hasAll(JsonNode body, List<String> keys) {
    return keys.stream().allMatch(body::has);
  }
}

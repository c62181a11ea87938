package io.busbar.drivers.schema;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One fault of a document.
 *
 * @param path JSON pointer (RFC 6901) to the place, empty for the whole document
 * @param message what came, what was expected, what to do
 * @param said the same for other languages; null where there is English only
 */
public record Problem(String path, String message, @Nullable Said said) {
  /**
   * What a message is made of.
   *
   * @param key which sentence it is
   * @param arguments what stands in it, in their order
   */
  public record Said(String key, List<String> arguments) {
    public Said {
      arguments = List.copyOf(arguments);
    }
  }

  /** A fault that is told in English only. */
  public Problem(String path, String message) {
    this(path, message, null);
  }

  /**
   * A fault that can be told in other languages, too.
   *
   * @param key which sentence it is: {@code refusal.<key>} among the texts of the page
   * @param english the sentence, with {@code %s} for each argument
   */
  public static Problem of(String path, String key, String english, Object... arguments) {
    List<String> texts = Arrays.stream(arguments).map(String::valueOf).toList();
    return new Problem(path, english.formatted(texts.toArray()), new Said(key, texts));
  }

  /** The same fault, seen from a document in which this one stands at {@code prefix}. */
  public Problem under(String prefix) {
    return new Problem(prefix + path, message, said);
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "/" : path) + ": " + message;
  }
}

package io.busbar.appliance.tixml.codec;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of TiXML: the elements in it, and the frame that was around them.
 *
 * @param roots one or more; a command has one
 */
public record Tixml(Form form, Frame frame, List<Element> roots) {
  /** The longest text that is read. */
  public static final int MOST_CHARACTERS = 1_000_000;

  /** The deepest element that is read. */
  public static final int MOST_DEPTH = 64;

  /** Elements and attributes together that are read. */
  static final int MOST_NODES = 100_000;

  /** The longest value that is read. */
  static final int LONGEST_VALUE = 65_536;

  private static final Pattern DECLARATION =
      Pattern.compile(
          "<\\?xml\\s+version\\s*=\\s*[\"']1\\.0[\"']"
              + "(?:\\s+encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"'])?"
              + "(?:\\s+standalone\\s*=\\s*[\"'](?:yes|no)[\"'])?\\s*\\?>");

  public Tixml {
    roots = List.copyOf(roots);
  }

  /** The two written forms. */
  public enum Form {
    /** Elements and attributes, as XML has them. */
    TEXT,
    /** Members and arrays. */
    JSON
  }

  /** What stands around the elements; brackets of the JSON form are an array. */
  public enum Frame {
    NONE("", ""),
    /** As a command has it. */
    BRACKETS("[", "]"),
    /** As the manual prints the body of a topic. */
    BRACES("{", "}");

    private final String open;
    private final String close;

    Frame(String open, String close) {
      this.open = open;
      this.close = close;
    }
  }

  /**
   * Reads a text.
   *
   * @throws TixmlException it is none, or too large or too deep
   */
  public static Tixml parse(Form form, String text) throws TixmlException {
    if (text.length() > MOST_CHARACTERS) {
      throw new TixmlException(
          "got " + text.length() + " characters, want at most " + MOST_CHARACTERS);
    }
    return switch (form) {
      case JSON -> new Tixml(form, array(text), JsonForm.read(text));
      case TEXT -> unframed(text);
    };
  }

  /** Writes the elements in their form and frame. */
  public String format() {
    return switch (form) {
      case JSON -> JsonForm.write(roots, frame == Frame.BRACKETS);
      case TEXT -> {
        StringBuilder text = new StringBuilder(frame.open);
        roots.forEach(root -> TextForm.write(root, text));
        yield text.append(frame.close).toString();
      }
    };
  }

  private static Frame array(String text) {
    return text.stripLeading().startsWith("[") ? Frame.BRACKETS : Frame.NONE;
  }

  /** The declaration may stand before the frame (as Tixi answers) or in it (as the manual has). */
  private static Tixml unframed(String text) throws TixmlException {
    String rest = undeclared(text.strip());
    for (Frame frame : List.of(Frame.BRACKETS, Frame.BRACES)) {
      if (rest.startsWith(frame.open)) {
        if (!rest.endsWith(frame.close) || rest.length() < 2) {
          throw new TixmlException("got " + frame.open + " without its " + frame.close);
        }
        String body = undeclared(rest.substring(1, rest.length() - 1).strip());
        return new Tixml(Form.TEXT, frame, TextForm.read(body));
      }
    }
    return new Tixml(Form.TEXT, Frame.NONE, TextForm.read(rest));
  }

  private static String undeclared(String text) throws TixmlException {
    String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Matcher declaration = DECLARATION.matcher(marked);
    if (!declaration.lookingAt()) {
      return marked;
    }
    String encoding = declaration.group(1);
    if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
      throw new TixmlException("got the encoding " + encoding + ", want UTF-8");
    }
    return marked.substring(declaration.end()).strip();
  }
}

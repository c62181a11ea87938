package io.busbar.appliance.tixml.codec;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Elements as XML: the one place where XML is parsed. */
final class TextForm {
  private static final XMLInputFactory FACTORY = hardened();

  private TextForm() {}

  /**
   * Reads roots that stand side by side, by giving them one around them.
   *
   * @param body without frame and declaration
   */
  static List<Element> read(String body) throws TixmlException {
    XMLStreamReader reader = null;
    try {
      reader = FACTORY.createXMLStreamReader(new StringReader("<_>" + body + "</_>"));
      List<Element> roots = read(reader);
      if (roots.isEmpty()) {
        throw new TixmlException("got no element, want one such as <Get _=\"/Process/\"/>");
      }
      return roots;
    } catch (XMLStreamException e) {
      throw refused(body, e);
    } finally {
      close(reader);
    }
  }

  private static List<Element> read(XMLStreamReader reader)
      throws XMLStreamException, TixmlException {
    Growing.Budget budget = new Growing.Budget();
    Deque<Growing> open = new ArrayDeque<>();
    open.push(new Growing("_", budget));
    reader.nextTag();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> open.push(opened(reader, budget, open.size()));
        case XMLStreamConstants.END_ELEMENT -> {
          Element element = open.pop().grown();
          if (open.isEmpty()) {
            reader.next(); // Refuses what comes after a body that closes our root itself.
            return element.text().isEmpty() ? element.children() : refuseText(element);
          }
          open.element().child(element);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            open.element().text(reader.getText());
        case XMLStreamConstants.COMMENT -> {
          // The manual's examples are full of them.
        }
        default ->
            throw new TixmlException(
                "got a document type, an entity or an instruction"
                    + place(reader.getLocation())
                    + ", want elements only");
      }
    }
    throw new TixmlException("got a text that breaks off");
  }

  private static Growing opened(XMLStreamReader reader, Growing.Budget budget, int depth)
      throws TixmlException {
    if (depth > Tixml.MOST_DEPTH) {
      throw new TixmlException("got elements deeper than " + Tixml.MOST_DEPTH);
    }
    Growing element = new Growing(reader.getLocalName(), budget);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      element.attribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return element;
  }

  private static List<Element> refuseText(Element around) throws TixmlException {
    String text = around.text();
    throw new TixmlException(
        "got the text `%s`, want an element such as <Get _=\"/Process/\"/>"
            .formatted(text.length() > 40 ? text.substring(0, 40) + "..." : text));
  }

  /** The parser's own words speak of a root that is not the sender's. */
  private static TixmlException refused(String body, XMLStreamException e) {
    if (body.contains("<!DOCTYPE")) {
      return new TixmlException("got a document type (DOCTYPE), want elements only", e);
    }
    String why = String.valueOf(e.getMessage()).replaceFirst("(?s)^.*Message: ", "");
    return new TixmlException("no TiXML" + place(e.getLocation()) + ": " + why, e);
  }

  private static String place(Location location) {
    return " at line " + location.getLineNumber();
  }

  private static void close(@org.jspecify.annotations.Nullable XMLStreamReader reader) {
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new IllegalStateException("closing a reader of a text in memory", e);
    }
  }

  private static XMLInputFactory hardened() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty("jdk.xml.maxElementDepth", "70"); // Ours is met first, with our words.
    return factory;
  }

  /** Everything but plain ASCII is written as a number, as section 2.2.1 wants it. */
  static void write(Element element, StringBuilder text) {
    text.append('<').append(element.name());
    element
        .attributes()
        .forEach((key, value) -> {
          text.append(' ').append(key).append("=\"");
          escape(value, text);
          text.append('"');
        });
    if (element.children().isEmpty() && element.text().isEmpty()) {
      text.append("/>");
      return;
    }
    text.append('>');
    escape(element.text(), text);
    element.children().forEach(child -> write(child, text));
    text.append("</").append(element.name()).append('>');
  }

  private static void escape(String value, StringBuilder text) {
    int plain = 0;
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      int next = i + Character.charCount(c);
      if (!isPlain(c)) {
        text.append(value, plain, i).append(escaped(c));
        plain = next;
      }
      i = next;
    }
    text.append(value, plain, value.length());
  }

  private static boolean isPlain(int c) {
    return c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '"';
  }

  private static String escaped(int c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      default -> "&#x" + Integer.toHexString(Characters.isXml(c) ? c : Characters.UNKNOWN) + ";";
    };
  }
}

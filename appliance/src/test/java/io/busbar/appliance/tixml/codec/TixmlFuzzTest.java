package io.busbar.appliance.tixml.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.busbar.appliance.tixml.codec.Tixml.Form;
import io.busbar.appliance.tixml.codec.Tixml.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever a broker or a program on the network sends. */
class TixmlFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void survivesAnyText(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    takes(Form.TEXT, text);
    takes(Form.JSON, text);
  }

  /** What is understood is written in both forms, and is then understood the same. */
  private static void takes(Form form, String text) {
    Tixml read;
    try {
      read = Tixml.parse(form, text);
    } catch (TixmlException refused) {
      assertEquals(refused.getMessage(), refused.sentence());
      return;
    }
    try {
      assertEquals(read, Tixml.parse(form, read.format()));
      if (depth(read.roots()) <= 30) { // An array in each object is two levels of JSON.
        // Alternating names are sorted together by the JSON form, so begin with what it reads.
        List<Element> sorted = other(Form.JSON, read.roots());
        assertEquals(sorted, other(Form.TEXT, sorted));
      }
    } catch (TixmlException e) {
      throw new AssertionError("what was written is not read", e);
    }
  }

  private static int depth(List<Element> elements) {
    return elements.stream().mapToInt(element -> 1 + depth(element.children())).max().orElse(0);
  }

  private static List<Element> other(Form form, List<Element> roots) throws TixmlException {
    return Tixml.parse(form, new Tixml(form, Frame.NONE, roots).format()).roots();
  }
}

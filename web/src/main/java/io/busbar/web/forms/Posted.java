package io.busbar.web.forms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a browser sent of a form, by the names of its fields. Besides the fields themselves there
 * are:
 *
 * <pre>
 * &lt;pointer&gt;/#   the key of each item of a list, in order
 * &lt;pointer&gt;/?   that an object which can be left out is there
 * &lt;pointer&gt;/!   that a secret is to be removed
 * +  and  -    buttons: the list that gets one more item, the item that goes
 * </pre>
 */
public final class Posted {
  private static final int MOST_ITEMS = 1000;
  private static final Pattern KEY = Pattern.compile("[0-9]{1,6}");
  private static final Pattern ITEM = Pattern.compile("(.*)/([0-9]{1,6})");

  private final Map<String, List<String>> fields;

  public Posted(Map<String, List<String>> fields) {
    this.fields = Map.copyOf(fields);
  }

  /** The text of a field; empty when it was not sent. */
  public String text(String name) {
    List<String> all = fields.get(name);
    return all == null || all.isEmpty() ? "" : all.getFirst();
  }

  /** Whether a field was sent at all. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Whether a button was pressed that changes a list and saves nothing. */
  public boolean changesList() {
    return has("+") || has("-");
  }

  /** The same with another text in one field. */
  public Posted with(String name, String text) {
    Map<String, List<String>> all = new HashMap<>(fields);
    all.put(name, List.of(text));
    return new Posted(all);
  }

  /**
   * The same with one more item at the end of a list.
   *
   * @param item its fields, by the names of its properties
   */
  public Posted withItem(String list, Map<String, String> item) {
    List<String> keys = new ArrayList<>(fields.getOrDefault(list + "/#", List.of()));
    String key = Integer.toString(next(keys));
    keys.add(key);
    Map<String, List<String>> all = new HashMap<>(fields);
    all.put(list + "/#", keys);
    item.forEach((property, text) -> all.put(list + "/" + key + "/" + property, List.of(text)));
    return new Posted(all);
  }

  /** Every text of a field that was sent several times. */
  public List<String> all(String name) {
    return List.copyOf(fields.getOrDefault(name, List.of()));
  }

  /** The keys of a list's items, after the button that was pressed. */
  public List<String> keys(String list) {
    List<String> keys = new ArrayList<>();
    for (String key : fields.getOrDefault(list + "/#", List.of())) {
      if (KEY.matcher(key).matches() && keys.size() < MOST_ITEMS && !isRemoved(list, key)) {
        keys.add(key);
      }
    }
    if (text("+").equals(list)) {
      keys.add(Integer.toString(next(fields.getOrDefault(list + "/#", List.of()))));
    }
    return keys;
  }

  private boolean isRemoved(String list, String key) {
    Matcher item = ITEM.matcher(text("-"));
    return item.matches() && item.group(1).equals(list) && item.group(2).equals(key);
  }

  private static int next(List<String> keys) {
    return keys.stream()
            .filter(key -> KEY.matcher(key).matches())
            .mapToInt(Integer::parseInt)
            .max()
            .orElse(-1)
        + 1;
  }

  /** What was posted; null for a form that is shown for the first time. */
  static @Nullable String textOrNull(@Nullable Posted posted, String name) {
    return posted == null || !posted.has(name) ? null : posted.text(name);
  }
}

package io.busbar.web.forms;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as people type them: with a decimal point or a decimal comma, whatever their language.
 * Marks between thousands are refused, since nobody can tell them from decimals.
 */
public final class Numbers {
  private static final Pattern FORM =
      Pattern.compile("[+\\-\u2212]?[0-9]{1,30}([.,][0-9]{0,30})?([eE][+-]?[0-9]{1,2})?");

  private Numbers() {}

  /** The number that a text stands for; empty when it is none. */
  public static Optional<BigDecimal> parse(String text) {
    String trimmed = text.strip();
    if (!FORM.matcher(trimmed).matches()) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(trimmed.replace(',', '.').replace('\u2212', '-')));
  }

  /** A number as somebody of that language would type it, with nothing between thousands. */
  public static String format(BigDecimal number, Locale locale) {
    String plain = number.toPlainString();
    return locale.getLanguage().equals("de") ? plain.replace('.', ',') : plain;
  }
}

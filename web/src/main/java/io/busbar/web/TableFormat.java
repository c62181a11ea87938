package io.busbar.web;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.busbar.web.Exports.Pages;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an exported table is written: as CSV (RFC 4180), or as JSON, a line for each row. */
enum TableFormat {
  CSV("csv", "text/csv; charset=utf-8") {
    @Override
    JsonGenerator generator(List<String> columns, OutputStream out) throws IOException {
      CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
      columns.forEach(schema::addColumn);
      CsvGenerator csv = new CsvFactory().createGenerator(out, JsonEncoding.UTF8);
      csv.setSchema(schema.build());
      csv.enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING);
      return csv;
    }

    @Override
    String text(String text) {
      return isFormula(text) ? "'" + text : text;
    }
  },

  JSON_LINES("jsonl", "application/x-ndjson") {
    @Override
    JsonGenerator generator(List<String> columns, OutputStream out) throws IOException {
      JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      return json;
    }

    @Override
    String text(String text) {
      return text;
    }
  };

  private final String word;
  private final String contentType;

  TableFormat(String word, String contentType) {
    this.word = word;
    this.contentType = contentType;
  }

  abstract JsonGenerator generator(List<String> columns, OutputStream out) throws IOException;

  abstract String text(String text);

  /** What it is called in requests, and how names of such files end. */
  String word() {
    return word;
  }

  String contentType() {
    return contentType;
  }

  static @Nullable TableFormat of(String word) {
    for (TableFormat format : values()) {
      if (format.word.equals(word)) {
        return format;
      }
    }
    return null;
  }

  /**
   * Writes a table while it is read, and never more of it into memory than a page. The stream stays
   * open.
   */
  void write(List<String> columns, Pages pages, OutputStream out) throws IOException {
    try (JsonGenerator rows = generator(columns, out)) {
      rows.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      // A table that breaks off must not end as if it were whole.
      rows.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      for (List<List<@Nullable Object>> page = pages.next(); page != null; page = pages.next()) {
        for (List<@Nullable Object> row : page) {
          write(columns, row, rows);
        }
      }
    }
  }

  private void write(List<String> columns, List<@Nullable Object> row, JsonGenerator rows)
      throws IOException {
    rows.writeStartObject();
    for (int i = 0; i < columns.size(); i++) {
      rows.writeFieldName(columns.get(i));
      switch (row.get(i)) {
        case null -> rows.writeNull();
        case Boolean state -> rows.writeBoolean(state);
        case Integer number -> rows.writeNumber(number);
        case Long number -> rows.writeNumber(number);
        case Double number -> rows.writeNumber(number);
        case Instant time -> rows.writeString(time.toString());
        case String text -> rows.writeString(text(text));
        case Object other ->
            throw new IllegalStateException("got a cell of " + other.getClass() + ", want plain");
      }
    }
    rows.writeEndObject();
  }

  /** A spreadsheet would take it for something to compute, whoever wrote it. */
  private static boolean isFormula(String text) {
    return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
  }
}

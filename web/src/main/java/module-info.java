import org.jspecify.annotations.NullMarked;

/** HTTP, pages and API. Knows the appliance only as a Console of small interfaces. */
@NullMarked
module io.busbar.web {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.csv;
  requires gg.jte.runtime;
  requires io.javalin;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.busbar.web;

  // View records are written as JSON, those that no other module knows too.
  opens io.busbar.web to
      com.fasterxml.jackson.databind;

  // The template engine calls the generated pages by reflection.
  opens io.busbar.web.pages to
      gg.jte.runtime;
}

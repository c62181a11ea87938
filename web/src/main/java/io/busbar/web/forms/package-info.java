/**
 * Forms made of a JSON Schema: the configuration's own, so that a key that is added to a settings
 * record has its field on the page without another line of code.
 *
 * <pre>
 * FormSpec     which schema, which properties are left to other pages, what a text may be
 * FormMaker    schema + object (+ what was sent + problems)  -&gt;  FormView, for form.jte
 * FormReader   schema + object before + what was sent        -&gt;  object + problems
 * </pre>
 *
 * <p>A field's name is the JSON pointer of its place, so a problem finds its field by its path. An
 * empty field means that the key is left out and what is usual holds. What a form does not ask for
 * stays as it is. How a page uses them stands in {@code web/docs/pages.md}.
 */
package io.busbar.web.forms;

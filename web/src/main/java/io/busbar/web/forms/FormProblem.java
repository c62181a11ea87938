package io.busbar.web.forms;

/**
 * One thing that is wrong with what a form brought.
 *
 * @param path JSON pointer to the place, within the object that the form is of
 */
public record FormProblem(String path, String message) {}

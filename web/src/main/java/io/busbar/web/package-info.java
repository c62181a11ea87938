/** The web server, its pages and its API. */
package io.busbar.web;

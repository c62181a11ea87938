/**
 * What stands on the pages: view records, texts and number forms. The templates' classes are made
 * into this package.
 */
package io.busbar.web.pages;

/** JSON documents that people write, held against their schema with every problem named. */
package io.busbar.drivers.schema;

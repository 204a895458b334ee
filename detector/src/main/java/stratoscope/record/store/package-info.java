/** The access records in an embedded database, chained by hash, so that what is missing or changed shows. */
@org.jspecify.annotations.NullMarked
package stratoscope.record.store;

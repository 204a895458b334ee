/** Builds captures for tests: packets, tunnels, capture files, and the script format of {@code pcaps/}. */
package stratoscope.testing;

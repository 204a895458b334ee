/** Makes the mixed capture that the detector's speed is measured on: a few planted miners among thousands of other flows. */
package stratoscope.bench;

package stratoscope.alert;

/**
 * Who tells.
 *
 * @param sensor name of this sensor: printable ASCII without spaces
 * @param version of the program
 * @param processId of this run
 */
public record AlertSource(String sensor, String version, long processId) {}

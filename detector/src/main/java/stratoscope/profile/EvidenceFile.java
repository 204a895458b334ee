package stratoscope.profile;

/**
 * A capture that proves a finding.
 *
 * @param name of the file, in the folder of evidence
 * @param sha256 of all of it, in hex
 */
public record EvidenceFile(String name, String sha256) {}

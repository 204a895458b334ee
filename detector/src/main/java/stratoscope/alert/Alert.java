package stratoscope.alert;

import stratoscope.profile.Finding;

/**
 * One thing to tell. Times in microseconds since 1970, of packets.
 *
 * @param key of {@link AlertKey}, as text: the same in all alerts of one host and subscriber, place and dialect
 * @param finding the newest of the surest
 * @param micros when it was due
 * @param firstSeenMicros since when the host is there
 * @param lastSeenMicros of the last packet that is known of
 * @param isRaised whether it is told since its verdict is stronger than what was told before
 * @param withheld alerts of this host that its rate limit held back since the last one told
 */
public record Alert(AlertEvent event, String key, Finding finding, long micros, long firstSeenMicros, long lastSeenMicros,
    boolean isRaised, long withheld) {}

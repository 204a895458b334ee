package stratoscope.stratum;

import stratoscope.flow.EndReason;

/** Follows one conversation that shows signs of mining. Called on the conversation's thread. */
public interface ConversationObserver {
  void onEvent(StratumEvent event, long timestampMicros);

  /** The conversation is over; {@link StratumConversation#evidence()} is final. */
  void onEnd(EndReason reason);
}

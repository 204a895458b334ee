package stratoscope.stratum;

/** Follows one conversation. Called on the conversation's thread. */
public interface ConversationObserver {
  void onEvent(StratumEvent event, long timestampMicros);}

package stratoscope.flow;

/** What all streams of one table share: its bounds, the store they draw on, and its counts. */
record StreamTerms(FlowOptions options, OutOfOrderBudget budget, FlowCounts counts) {}

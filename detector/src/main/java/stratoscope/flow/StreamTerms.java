package stratoscope.flow;

/** What all streams of one table share: its bounds, the store they draw on, its counts, and what it leaves out. */
record StreamTerms(FlowOptions options, OutOfOrderBudget budget, FlowCounts counts, Shedding shedding) {}

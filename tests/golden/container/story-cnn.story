(CNN) -- The harbour of Quayton opened its new lock on Tuesday, three years later than planned.

Ships of up to 200 meters can now reach the inner basin, the port authority said.

"We waited a long time for this," said Mira Holt, who runs the ferry.

The lock cost 40 million euros and was paid for by the state.

@highlight

New lock in Quayton opens three years late

@highlight

Ships of 200 meters can reach the inner basin

@highlight

NEW: It cost 40 million euros

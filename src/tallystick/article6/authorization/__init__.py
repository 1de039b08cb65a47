"""Authorization in full (4/CMA.6 part I): its content, its components, its history, its keys."""

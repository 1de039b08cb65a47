"""A ledger filled at once from the export of another: judged whole, then loaded whole or not."""

"""Controls in the ledger: restraints, limits, corrections, proposals, and what was known when."""

"""The log over the database: sequencer, keys, export, proofs and verification of a ledger."""

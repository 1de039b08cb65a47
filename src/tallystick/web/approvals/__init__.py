"""Proposals of the ledger that wait for a second person."""

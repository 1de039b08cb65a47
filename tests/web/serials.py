"""Serials that no other test of the run has used."""

FREE_SERIAL = iter(range(50_000_000, 90_000_000, 1_000))
"""The first of a thousand free serials; one source, since the tests share a ledger."""

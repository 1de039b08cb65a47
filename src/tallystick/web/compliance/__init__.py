"""Compliance cases: what a Party owes under an agreement, and the remedies a case ends in."""

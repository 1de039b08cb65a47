"""The tables of cases, remarks and verifications."""

"""Postings to a ledger: what can be asked, the facts it is judged by, and the rules."""

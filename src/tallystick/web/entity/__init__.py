"""The workspace of who holds units: accounts, transfers, cancellations, contracts."""

"""`tallystick ledger`: the commands of a ledger."""

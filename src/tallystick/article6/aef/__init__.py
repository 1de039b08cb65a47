"""The agreed electronic format: submissions as tables, and the checks on and between them."""

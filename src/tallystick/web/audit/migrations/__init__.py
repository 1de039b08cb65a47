"""How the table of the audit trail came to be."""

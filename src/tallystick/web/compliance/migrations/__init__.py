"""The table of compliance cases, made step by step."""

"""Texts that organisations write here, kept as versions: drafts of agreements, contracts."""

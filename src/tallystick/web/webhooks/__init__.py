"""Webhooks: programs are told of every posting, in the order of the log."""

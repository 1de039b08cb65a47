"""The table of subscriptions."""

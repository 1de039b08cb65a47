"""Agreements that link carbon markets: what they say, and what that does to units."""

"""The life of an agreement: what may happen to it when, what then follows, and what is due."""

"""The tables of the programming interface."""

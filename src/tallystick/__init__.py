"""Tallystick 合符: carbon-market agreements checked, run and reported under the Paris Agreement."""

__version__ = "0.1.0"

"""How numbers and dates are printed."""

"""Commands that the command line of Tallystick calls by their names."""

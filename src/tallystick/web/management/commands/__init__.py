"""One command to a module; answers are JSON."""
